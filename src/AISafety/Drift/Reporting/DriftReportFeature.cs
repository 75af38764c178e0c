using AISafety.Drift.Reporting;

namespace AISafety;

/// <summary>What a <see cref="DriftReport"/> says of one feature.</summary>
public sealed class DriftReportFeature
{
    private const int MostBins = 20;

    internal DriftReportFeature(FeatureProfile reference, FeatureProfile current, long referenceRows, long currentRows, FeatureDrift drift, double level, IReadOnlyList<DriftMeasure> measures)
    {
        Feature = reference.Feature;
        IsOutput = reference.IsOutput;
        IsSensitive = reference.Feature.IsSensitive || current.Feature.IsSensitive;
        Measures = measures;
        Drift = drift with
        {
            Missing = ((double)reference.Missing / referenceRows, (double)current.Missing / currentRows),
            Histograms = IsSensitive ? null : drift.Histograms,
        };
        Verdict = Judge(drift, level);
        if (!IsSensitive)
        {
            Shape = Feature.Kind == FeatureKind.Categorical
                ? ReportHistogram.OfCategories(reference, current, MostBins)
                : ReportHistogram.OfNumbers(reference.Sample, current.Sample, MostBins);
            Mean = (MeanOf(reference), MeanOf(current));
            StandardDeviation = (DeviationOf(reference), DeviationOf(current));
        }
    }

    /// <summary>The feature, as the reference's schema stated it.</summary>
    public Feature Feature { get; }

    /// <summary>Whether it is the model's output, and not its input.</summary>
    public bool IsOutput { get; }

    /// <summary>Whether the reference or the current rows state it to be sensitive: then there are no histograms, means and deviations.</summary>
    public bool IsSensitive { get; }

    /// <summary>The comparison that decided. The shares of missing values are of all rows, the rest of those that were compared.</summary>
    public FeatureDrift Drift { get; }

    /// <summary>What it comes to.</summary>
    public DriftVerdict Verdict { get; }

    /// <summary>Every distance that a feature of this kind has, in the order of <see cref="DriftMetric"/> but for <see cref="DriftMetric.TotalVariation"/>, which comes where <see cref="DriftMetric.ChiSquare"/> would.</summary>
    public IReadOnlyList<DriftMeasure> Measures { get; }

    /// <summary>Both samples in bins of equal widths, or by values where there are few, or by categories; missing and unseen values, if any, come last. For the eye: what was tested is in
    /// <see cref="FeatureDrift.Histograms"/>. Null for a sensitive feature.</summary>
    public HistogramPair? Histogram => Shape?.Pair;

    /// <summary>The means of all rows' values; NaN for a category, a sensitive feature, and where there is no value.</summary>
    public (double Reference, double Current) Mean { get; } = (double.NaN, double.NaN);

    /// <summary>The standard deviations of all rows' values; NaN likewise, and for a single value.</summary>
    public (double Reference, double Current) StandardDeviation { get; } = (double.NaN, double.NaN);

    /// <summary>What is drawn; null for a sensitive feature.</summary>
    internal ReportHistogram? Shape { get; }

    private static DriftVerdict Judge(FeatureDrift drift, double level) =>
        drift.IsMaterial ? DriftVerdict.CertainlyDrifted
        : drift.IsDrifted ? DriftVerdict.Drifted
        : double.IsNaN(drift.Distance) ? DriftVerdict.NotComparable
        : drift.AdjustedPValue <= level ? DriftVerdict.TooSmall
        : DriftVerdict.Same;

    private static double MeanOf(FeatureProfile profile) => profile.Feature.Kind == FeatureKind.Categorical ? double.NaN : profile.Moments.Mean;

    private static double DeviationOf(FeatureProfile profile) => profile.Feature.Kind == FeatureKind.Categorical ? double.NaN : profile.Moments.StandardDeviation;
}
