using System.Globalization;
using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Finds that a feature's values, or those of them that are out of the reference's range, are the reference's in another unit.</summary>
/// <remarks>
/// <para>Two gates hold false alarms under control: a Kolmogorov-Smirnov test of the whole column, and the exact test of values beyond the reference's extremes. Only past one of them the factors are tried, so that what is
/// tried cannot add to the false alarms.</para>
/// <para>A factor explains the values if they were far from the reference (<see cref="LeastDistance"/>), are near it when it is undone, and a tenth more or less would fit worse: a wide feature, which any factor fits, is
/// never explained, and a shift that no factor undoes is not either.</para>
/// </remarks>
internal static class UnitCheck
{
    public const int LeastValues = 50;

    private const double LeastDistance = 0.5;
    private const double Near = 0.05;

    /// <summary>Where the asymptotic distance of one sample is exceeded with a probability of 1 %.</summary>
    private const double OnePercent = 1.63;

    private const double Step = 1.1;

    private const string Metric = "factor";

    /// <summary>Judges a column.</summary>
    /// <param name="of">The feature.</param>
    /// <param name="column">The window's column.</param>
    /// <param name="level">The level of the two gates together.</param>
    /// <param name="judgement">What is found, or is not; nothing is said of too few values.</param>
    public static void Judge(FeatureBaseline of, ReadOnlySpan<float> column, double level, QualityJudgement judgement)
    {
        float[] values = [.. column.ToArray().Where(float.IsFinite)];
        float[] reference = [.. of.Present.Where(float.IsFinite)];
        if (!of.HasUnits || values.Length < LeastValues || reference.Length < LeastValues)
        {
            return;
        }

        if (Find(of, reference, values, level) is { } finding)
        {
            judgement.Findings.Add(finding);
        }
        else
        {
            judgement.NotFound(DataQualityCheck.Unit, of.Name, Metric);
        }
    }

    // Null if there is nothing that a unit explains.
    private static DataQualityFinding? Find(FeatureBaseline of, float[] reference, float[] values, double level)
    {
        double distance = Distance(reference, values);
        double p = KolmogorovSmirnov.Compute<float>(reference, values, PValueMethod.Asymptotic).PValue;
        if (p <= level / 2 && distance >= LeastDistance && Explain(reference, values) is { } scale)
        {
            return Finding(of, scale, 1, p, level);
        }

        (float least, float most) = (reference[0], reference[^1]);
        float[] outside = [.. values.Where(value => value < least || value > most)];
        if (outside.Length < LeastValues)
        {
            return null;
        }

        p = ShareExcess.BeyondExtremes(of.Present.Length, outside.Length, values.Length);
        return p <= level / 2 && ExplainOutside(reference, outside, least, most) is { } some
            ? Finding(of, some, (double)outside.Length / values.Length, p, level)
            : null;
    }

    private static UnitScale? Explain(float[] reference, float[] values)
    {
        (UnitScale? best, double least) = (null, double.PositiveInfinity);
        foreach (UnitScale scale in UnitScale.All)
        {
            // Zero is the same in every unit that is only scaled, and says nothing of the factor.
            bool isScaled = scale.Offset == 0;
            float[] right = [.. values.Where(value => !isScaled || value != 0).Select(scale.Undo)];
            float[] expected = isScaled ? [.. reference.Where(static value => value != 0)] : reference;
            if (right.Length >= LeastValues && expected.Length >= LeastValues && Fit(expected, right) is var fit && fit < least && IsPinned(expected, right, fit) && (isScaled || !IsScaled(expected, values)))
            {
                (best, least) = (scale, fit);
            }
        }

        return best;
    }

    private static UnitScale? ExplainOutside(float[] reference, float[] outside, float low, float high)
    {
        (UnitScale? best, double least) = (null, double.PositiveInfinity);
        foreach (UnitScale scale in UnitScale.All)
        {
            // What of the reference would lie outside, were it in that unit: the values outside are compared with that alone.
            float[] expected = [.. reference.Where(value => scale.Apply(value) is var received && (received < low || received > high))];
            if (expected.Length < reference.Length / 2)
            {
                continue;
            }

            float[] right = [.. outside.Select(scale.Undo)];
            if (Fit(expected, right) is var fit && fit < least && IsPinned(expected, right, fit) && (scale.Offset == 0 || !IsScaled(expected, outside)))
            {
                (best, least) = (scale, fit);
            }
        }

        return best;
    }

    // Infinite if the values do not fit.
    private static double Fit(float[] expected, float[] right)
    {
        double chance = OnePercent * Math.Sqrt((1.0 / expected.Length) + (1.0 / right.Length));
        double distance = Distance(expected, right);
        return distance <= Math.Max(Near, chance) ? distance : double.PositiveInfinity;
    }

    private static bool IsPinned(float[] expected, float[] right, double fit) =>
        Distance(expected, Array.ConvertAll(right, static value => (float)(value * Step))) > fit
        && Distance(expected, Array.ConvertAll(right, static value => (float)(value / Step))) > fit;

    // Whether some factor, of a unit or not, explains the values without an offset: then the offset is not to be told from it.
    private static bool IsScaled(float[] expected, float[] values)
    {
        float factor = Median.Of<float>(values) / Median.Of<float>(expected);
        return factor != 0 && float.IsFinite(factor) && double.IsFinite(Fit(expected, Array.ConvertAll(values, value => value / factor)));
    }

    private static double Distance(float[] reference, float[] values) =>
        KolmogorovSmirnov.Compute<float>(reference, values, PValueMethod.Asymptotic).Statistic;

    private static DataQualityFinding Finding(FeatureBaseline of, UnitScale scale, double share, double p, double level)
    {
        string which = share == 1 ? "Values" : string.Create(CultureInfo.InvariantCulture, $"{share:P1} of the values");
        return new(DataQualityCheck.Unit, of.Name, Metric, scale.Factor, 1, string.Create(CultureInfo.InvariantCulture, $"Feature '{of.Name}': {which} look {scale.Text}")) { PValue = p, Level = level / 2 };
    }
}
