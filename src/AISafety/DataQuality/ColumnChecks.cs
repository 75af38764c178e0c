using System.Globalization;
using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Judges one feature's column of a window: missing, unseen, out of range, constant, of another type.</summary>
internal sealed class ColumnChecks(DataQualityOptions options, QualityBudget budget)
{
    // A share of whole numbers that the reference has both ways moves with the data; far more of them is another format.
    private const double FormatTolerance = 0.1;

    private const int LeastOfType = 20;

    public FeatureQuality Judge(FeatureBaseline of, ReadOnlySpan<float> column, List<DataQualityFinding> findings)
    {
        long missing = 0;
        long unseen = 0;
        long outside = 0;
        long comparable = 0;
        long whole = 0;
        long notBoolean = 0;
        bool isConstant = true;
        float first = float.NaN;
        foreach (float value in column)
        {
            if (float.IsNaN(value))
            {
                missing++;
                continue;
            }

            first = float.IsNaN(first) ? value : first;
            isConstant &= value == first;
            if (!of.IsNumber)
            {
                unseen += value == Feature.Unseen ? 1 : 0;
                continue;
            }

            outside += of.IsOutside(value) ? 1 : 0;
            notBoolean += value is 0 or 1 ? 0 : 1;
            if (FeatureBaseline.MayBeFractional(value))
            {
                comparable++;
                whole += value == MathF.Truncate(value) ? 1 : 0;
            }
        }

        int rows = column.Length;
        long present = rows - missing;
        FeatureProfile profile = of.Profile;
        long known = profile.Count + profile.Unseen;
        Share(DataQualityCheck.Missing, of.Name, "missing-share", (profile.Missing, known + profile.Missing), (missing, rows), "missing values", options.Tolerance, rows, findings);
        Share(DataQualityCheck.Unseen, of.Name, "unseen-share", (profile.Unseen, known), (unseen, present), "categories that are not known", options.Tolerance, rows, findings);
        Range(of, outside, present, rows, findings);
        if (isConstant && present >= options.WindowRows / 2)
        {
            Constant(of, first, present, rows, findings);
        }

        Type(of, (comparable, whole), notBoolean, present, rows, findings);
        return new(of.Name, (double)missing / rows, known + profile.Missing > 0 ? (double)profile.Missing / (known + profile.Missing) : 0, (double)unseen / rows, present > 0 && of.IsNumber ? (double)outside / present : double.NaN);
    }

    private void Range(FeatureBaseline of, long outside, long present, int rows, List<DataQualityFinding> findings)
    {
        if (of.IsStated)
        {
            Share(DataQualityCheck.Range, of.Name, "out-of-range-share", (of.Outside, of.Present.Length), (outside, present), "values out of the stated range", options.Tolerance, rows, findings);
        }
        else if (of.IsNumber && of.Profile.Count >= 2 && present > 0 && budget.IsOn(DataQualityCheck.Range) && (double)outside / present > options.Tolerance)
        {
            double p = ShareExcess.BeyondExtremes(of.Profile.Count, outside, present);
            double level = budget.Level(DataQualityCheck.Range, rows);
            if (p <= level)
            {
                findings.Add(new(DataQualityCheck.Range, of.Name, "out-of-range-share", (double)outside / present, options.Tolerance, Text($"Feature '{of.Name}': {outside} of {present} values are beyond all {of.Profile.Count} of the reference.")) { PValue = p, Level = level });
            }
        }
    }

    private void Constant(FeatureBaseline of, float value, long present, int rows, List<DataQualityFinding> findings)
    {
        if (!of.Varies || !budget.IsOn(DataQualityCheck.Constant))
        {
            return;
        }

        double p = ShareExcess.OneValue(of.Counts.GetValueOrDefault(value), of.Present.Length, present);
        double level = budget.Level(DataQualityCheck.Constant, rows);
        if (p <= level)
        {
            findings.Add(new(DataQualityCheck.Constant, of.Name, "equal-share", 1, (double)of.Counts.GetValueOrDefault(value) / of.Present.Length, Text($"Feature '{of.Name}' varied in the reference and has one value in all {present} rows that have one.")) { PValue = p, Level = level });
        }
    }

    private void Type(FeatureBaseline of, (long Comparable, long Whole) now, long notBoolean, long present, int rows, List<DataQualityFinding> findings)
    {
        if (!of.IsNumber || of.Comparable < LeastOfType)
        {
            return;
        }

        if (of.IsBoolean)
        {
            Share(DataQualityCheck.Type, of.Name, "not-boolean-share", (0, of.Present.Length), (notBoolean, present), "values other than 0 and 1", options.Tolerance, rows, findings);
            return;
        }

        // Both directions are one test each: the check counts two a feature.
        double fractional = 1 - ((double)of.Whole / of.Comparable);
        double tolerance = fractional == 0 ? options.Tolerance : Math.Max(options.Tolerance, FormatTolerance);
        Share(DataQualityCheck.Type, of.Name, "fractional-share", (of.Comparable - of.Whole, of.Comparable), (now.Comparable - now.Whole, now.Comparable), "fractional values", tolerance, rows, findings);
        Share(DataQualityCheck.Type, of.Name, "whole-share", (of.Whole, of.Comparable), (now.Whole, now.Comparable), "whole numbers", Math.Max(options.Tolerance, FormatTolerance), rows, findings);
    }

    private void Share(
        DataQualityCheck check, string feature, string metric, (long Marked, long Count) reference, (long Marked, long Count) now, string what, double tolerance, int rows, List<DataQualityFinding> findings)
    {
        if (!budget.IsOn(check) || reference.Count == 0 || now.Count == 0)
        {
            return;
        }

        double expected = (double)reference.Marked / reference.Count;
        double found = (double)now.Marked / now.Count;
        if (found - expected <= tolerance)
        {
            return;
        }

        double p = ShareExcess.PValue(reference.Marked, reference.Count, now.Marked, now.Count);
        double level = budget.Level(check, rows);
        if (p <= level)
        {
            findings.Add(new(check, feature, metric, found, expected + tolerance, Text($"Feature '{feature}': {found:P1} {what}, {expected:P1} in the reference.")) { PValue = p, Level = level });
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
