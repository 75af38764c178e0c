using System.Globalization;
using AISafety.Reporting;
using AISafety.Statistics;

namespace AISafety.Fairness.Reporting;

/// <summary>How criteria, rates and differences are written for people.</summary>
internal static class FairnessText
{
    public static string Criterion(FairnessCriterion criterion) => criterion switch
    {
        FairnessCriterion.DemographicParity => "Demographic parity",
        FairnessCriterion.EqualOpportunity => "Equal opportunity",
        FairnessCriterion.FalsePositiveRateParity => "False positive rate parity",
        FairnessCriterion.EqualizedOdds => "Equalised odds",
        FairnessCriterion.PredictiveParity => "Predictive parity",
        FairnessCriterion.AccuracyParity => "Accuracy parity",
        _ => "Treatment equality",
    };

    public static string Compares(FairnessCriterion criterion) => criterion switch
    {
        FairnessCriterion.DemographicParity => "share selected, of all",
        FairnessCriterion.EqualOpportunity => "share selected, of those with label 1",
        FairnessCriterion.FalsePositiveRateParity => "share selected, of those with label 0",
        FairnessCriterion.EqualizedOdds => "the wider of the two above",
        FairnessCriterion.PredictiveParity => "share of label 1, of those selected",
        FairnessCriterion.AccuracyParity => "share decided rightly",
        _ => "false negatives per false positive",
    };

    public static string Rate(GroupRate rate) => rate switch
    {
        GroupRate.BaseRate => "Label 1",
        GroupRate.SelectionRate => "Selected",
        GroupRate.TruePositiveRate => "Selected, of label 1",
        GroupRate.FalsePositiveRate => "Selected, of label 0",
        GroupRate.PositivePredictiveValue => "Label 1, of selected",
        _ => "Right",
    };

    /// <summary>A difference or a ratio: three decimals, or what a smaller number needs; a dash for NaN.</summary>
    public static string Short(double value) =>
        double.IsNaN(value) ? "–" : double.IsInfinity(value) ? "∞" : value is > 0 and < 0.01 ? value.ToString("G2", CultureInfo.InvariantCulture) : value.ToString(value >= 100 ? "0" : "0.###", CultureInfo.InvariantCulture);

    public static string Range(Interval interval) => double.IsNaN(interval.Lower) ? "no interval" : $"{Short(interval.Lower)} to {Short(interval.Upper)}";

    public static string Range(Interval interval, Func<double, string> write) => double.IsNaN(interval.Lower) ? "no interval" : $"{write(interval.Lower)} to {write(interval.Upper)}";

    /// <summary>A share with one decimal.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Name(FairnessReport report, int group) => group < 0 ? "–" : report.Groups[group].Name;

    public static string Rows(long rows) => rows == 1 ? "1 row" : $"{ReportText.Count(rows)} rows";
}
