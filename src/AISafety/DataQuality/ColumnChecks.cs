using System.Globalization;
using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Judges one feature's column of a window: missing, unseen, out of range, constant, of another type.</summary>
internal sealed class ColumnChecks(DataQualityOptions options, QualityBudget budget)
{
    // A share of whole numbers that the reference has both ways moves with the data; far more of them is another format.
    private const double FormatTolerance = 0.1;

    private const int LeastOfType = 20;

    public FeatureQuality Judge(FeatureBaseline of, ReadOnlySpan<float> column, QualityJudgement judgement)
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

        // A handful of right values does not say that the wrong ones are over, unless there never are more.
        double usual = (double)known / Math.Max(1, known + profile.Missing) * rows;
        bool isEnough = present >= Math.Min(DataQualityWatch.LeastRows, usual / 2);
        Look look = new(judgement, of.Name, rows, isEnough, IsThere: false);
        Share(look with { IsEnough = true }, DataQualityCheck.Missing, "missing-share", (profile.Missing, known + profile.Missing), (missing, rows), "missing values", options.Tolerance);
        Share(look, DataQualityCheck.Unseen, "unseen-share", (profile.Unseen, known), (unseen, present), "categories that are not known", options.Tolerance);
        Range(look, of, outside, present);
        Constant(look, of, first, isConstant, present);
        Type(look, of, (comparable, whole), notBoolean, present);
        return new(of.Name, (double)missing / rows, known + profile.Missing > 0 ? (double)profile.Missing / (known + profile.Missing) : 0, (double)unseen / rows, present > 0 && of.IsNumber ? (double)outside / present : double.NaN);
    }

    private void Range(Look look, FeatureBaseline of, long outside, long present)
    {
        if (of.IsStated || of.Outside > 0)
        {
            // Without a stated range, what the reference has outside is infinite.
            string what = of.IsStated ? "values out of the stated range" : "values beyond all of the reference, or infinite";
            Share(look, DataQualityCheck.Range, "out-of-range-share", (of.Outside, of.Present.Length), (outside, present), what, options.Tolerance);
        }
        else if (of.IsNumber && of.Profile.Count >= 2 && present > 0 && budget.IsOn(DataQualityCheck.Range))
        {
            double share = (double)outside / present;
            double p = share > options.Tolerance ? ShareExcess.BeyondExtremes(of.Profile.Count, outside, present) : 1;
            Tell(look with { IsThere = share > options.Tolerance }, DataQualityCheck.Range, "out-of-range-share", p, (share, options.Tolerance), $"{outside} of {present} values are beyond all {of.Profile.Count} of the reference.");
        }
    }

    private void Constant(Look look, FeatureBaseline of, float value, bool isConstant, long present)
    {
        // Two values are enough to see that it is not constant, one that comes seldom says nothing.
        if (!of.Varies || !budget.IsOn(DataQualityCheck.Constant) || (isConstant && present < options.WindowRows / 2))
        {
            return;
        }

        long before = of.Counts.GetValueOrDefault(value);
        double p = isConstant ? ShareExcess.OneValue(before, of.Present.Length, present) : 1;
        Tell(
            look with { IsEnough = true, IsThere = isConstant }, DataQualityCheck.Constant, "equal-share", p, (1, (double)before / of.Present.Length), $"varied in the reference and has one value in all {present} rows that have one.");
    }

    private void Type(Look look, FeatureBaseline of, (long Comparable, long Whole) now, long notBoolean, long present)
    {
        if (!of.IsNumber || of.Comparable < LeastOfType)
        {
            return;
        }

        if (of.IsBoolean)
        {
            Share(look, DataQualityCheck.Type, "not-boolean-share", (0, of.Present.Length), (notBoolean, present), "values other than 0 and 1", options.Tolerance);
            return;
        }

        // Both directions are one test each: the check counts two a feature.
        double fractional = 1 - ((double)of.Whole / of.Comparable);
        double tolerance = fractional == 0 ? options.Tolerance : Math.Max(options.Tolerance, FormatTolerance);
        Share(look, DataQualityCheck.Type, "fractional-share", (of.Comparable - of.Whole, of.Comparable), (now.Comparable - now.Whole, now.Comparable), "fractional values", tolerance);
        Share(look, DataQualityCheck.Type, "whole-share", (of.Whole, of.Comparable), (now.Whole, now.Comparable), "whole numbers", Math.Max(options.Tolerance, FormatTolerance));
    }

    private void Share(Look look, DataQualityCheck check, string metric, (long Marked, long Count) reference, (long Marked, long Count) now, string what, double tolerance)
    {
        if (!budget.IsOn(check) || reference.Count == 0 || now.Count == 0)
        {
            return;
        }

        double expected = (double)reference.Marked / reference.Count;
        double found = (double)now.Marked / now.Count;
        bool isThere = found - expected > tolerance;
        double p = isThere ? ShareExcess.PValue(reference.Marked, reference.Count, now.Marked, now.Count) : 1;
        Tell(look with { IsThere = isThere }, check, metric, p, (found, expected + tolerance), $"{found:P1} {what}, {expected:P1} in the reference.");
    }

    private void Tell(Look look, DataQualityCheck check, string metric, double p, (double Value, double Threshold) found, FormattableString text)
    {
        double level = budget.Level(check, look.Rows);
        if (p <= level)
        {
            string message = $"Feature '{look.Feature}': {text.ToString(CultureInfo.InvariantCulture)}";
            look.Into.Findings.Add(new(check, look.Feature, metric, found.Value, found.Threshold, message) { PValue = p, Level = level });
        }
        else if (look.IsEnough && !look.IsThere)
        {
            // There, but not for certain, is neither found nor gone.
            look.Into.NotFound(check, look.Feature, metric);
        }
    }

    /// <summary>One feature of one window.</summary>
    /// <param name="Into">Where what is found, or is not, goes.</param>
    /// <param name="Feature">Its name.</param>
    /// <param name="Rows">How many rows the window has.</param>
    /// <param name="IsEnough">Whether there are values enough to say that something is not there.</param>
    /// <param name="IsThere">Whether it is there, be it by chance.</param>
    private readonly record struct Look(QualityJudgement Into, string Feature, int Rows, bool IsEnough, bool IsThere);
}
