using AISafety.Statistics;

namespace AISafety.Drift;

/// <content>The distances alone, whichever of them decides.</content>
internal sealed partial class FeatureReference
{
    private static readonly DriftMetric[] _ofCategories =
        [DriftMetric.TotalVariation, DriftMetric.PopulationStability, DriftMetric.JensenShannon, DriftMetric.Hellinger, DriftMetric.KullbackLeibler];

    private static readonly DriftMetric[] _ofNumbers = [DriftMetric.KolmogorovSmirnov, .. _ofCategories, DriftMetric.Wasserstein, DriftMetric.MeanShift];

    /// <summary>Every distance that a feature of this kind has: what <see cref="Compare"/> would find with that metric.</summary>
    /// <param name="current">The feature's values; not empty.</param>
    public IReadOnlyList<(DriftMetric Metric, double Distance)> Measure(ReadOnlySpan<float> current)
    {
        long[] counts = new long[_cells.Count];
        _cells.Of(current, counts);
        float[] finite = _cells.IsCategorical ? [] : Finite(current);
        DriftMetric[] metrics = _cells.IsCategorical ? _ofCategories : _ofNumbers;
        (DriftMetric, double)[] found = new (DriftMetric, double)[metrics.Length];
        for (int i = 0; i < metrics.Length; i++)
        {
            double distance = metrics[i] switch
            {
                DriftMetric.KolmogorovSmirnov => Steps(current),
                DriftMetric.Wasserstein => Area(finite),
                DriftMetric.MeanShift => Shift(Moments.Of(finite)),
                _ => ByBins(metrics[i], _counts, counts),
            };
            found[i] = (metrics[i], distance);
        }

        return found;
    }

    private double Steps(ReadOnlySpan<float> current) =>
        KolmogorovSmirnov.Compute<float>(_ordered, MissingFirst.Of(current), PValueMethod.Asymptotic).Statistic;

    private static double ByBins(DriftMetric metric, long[] reference, long[] current) => metric switch
    {
        DriftMetric.PopulationStability => PopulationStabilityIndex.Of<long>(reference, current),
        DriftMetric.JensenShannon => JensenShannonDistance.Of<long>(reference, current),
        DriftMetric.Hellinger => HellingerDistance.Of<long>(reference, current),
        DriftMetric.KullbackLeibler => KullbackLeibler.Of<long>(current, reference, PopulationStabilityIndex.DefaultFloor),
        _ => TotalVariation.Of<long>(reference, current),
    };

    // In standard deviations of the reference; NaN if either has no value, or the reference no spread.
    private double Area(float[] finite) =>
        _finite is null || finite.Length == 0 || !(_deviation > 0) ? double.NaN : Wasserstein.Of<float>(_finite, finite) / _deviation;

    private double Shift(Moments current) =>
        _moments.Count < 2 || current.Count < 2 || !(_deviation > 0) ? double.NaN : Math.Abs(current.Mean - _moments.Mean) / _deviation;

    private static float[] Finite(ReadOnlySpan<float> values)
    {
        List<float> finite = new(values.Length);
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                finite.Add(value);
            }
        }

        return [.. finite];
    }
}
