using AISafety.Profiles;
using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>The distances of a feature's values from its reference, whatever chance makes of them.</summary>
internal sealed class FeatureDistances
{
    private static readonly DriftMetric[] _ofCategories =
        [DriftMetric.TotalVariation, DriftMetric.PopulationStability, DriftMetric.JensenShannon, DriftMetric.Hellinger, DriftMetric.KullbackLeibler];

    private static readonly DriftMetric[] _ofNumbers = [DriftMetric.KolmogorovSmirnov, .. _ofCategories, DriftMetric.Wasserstein, DriftMetric.MeanShift];

    private readonly CellCounts _cells;

    public FeatureDistances(FeatureProfile feature)
    {
        _cells = new(feature);
        Count = feature.Sample.Length;
        Cells = CountCells(feature.Sample);
        Ordered = SortedSample<float>.Of(MissingFirst.Of(feature.Sample));
        float[] values = FiniteValues.Of(feature.Sample);
        Finite = values.Length == 0 ? null : SortedSample<float>.Of(values);
        Moments = Moments.Of(values);
    }

    /// <summary>How many rows the reference has.</summary>
    public int Count { get; }

    /// <summary>The reference's counts by cells; missing values are in the last.</summary>
    public long[] Cells { get; }

    /// <summary>The cells' names.</summary>
    public string[] Labels => _cells.Labels;

    /// <summary>All of the reference, missing values before all numbers.</summary>
    public SortedSample<float> Ordered { get; }

    /// <summary>The finite values; null if there are none.</summary>
    public SortedSample<float>? Finite { get; }

    /// <summary>The finite values' mean and spread.</summary>
    public Moments Moments { get; }

    /// <summary>Counts values by the cells.</summary>
    public long[] CountCells(ReadOnlySpan<float> values)
    {
        long[] counts = new long[_cells.Count];
        _cells.Of(values, counts);
        return counts;
    }

    /// <summary>Every distance that a feature of this kind has.</summary>
    /// <param name="current">The feature's values; not empty.</param>
    public IReadOnlyList<(DriftMetric Metric, double Distance)> Measure(ReadOnlySpan<float> current)
    {
        long[] counts = CountCells(current);
        float[] finite = _cells.IsCategorical ? [] : FiniteValues.Of(current);
        DriftMetric[] metrics = _cells.IsCategorical ? _ofCategories : _ofNumbers;
        (DriftMetric, double)[] found = new (DriftMetric, double)[metrics.Length];
        for (int i = 0; i < metrics.Length; i++)
        {
            double distance = metrics[i] switch
            {
                DriftMetric.KolmogorovSmirnov => KolmogorovSmirnov.Compute<float>(Ordered, MissingFirst.Of(current), PValueMethod.Asymptotic).Statistic,
                DriftMetric.Wasserstein => Area(finite),
                DriftMetric.MeanShift => Shift(Moments.Of(finite)),
                _ => ByCells(metrics[i], counts),
            };
            found[i] = (metrics[i], distance);
        }

        return found;
    }

    /// <summary>A binned distance.</summary>
    public double ByCells(DriftMetric metric, long[] current) => metric switch
    {
        DriftMetric.PopulationStability => PopulationStabilityIndex.Of<long>(Cells, current),
        DriftMetric.JensenShannon => JensenShannonDistance.Of<long>(Cells, current),
        DriftMetric.Hellinger => HellingerDistance.Of<long>(Cells, current),
        DriftMetric.KullbackLeibler => KullbackLeibler.Of<long>(current, Cells, PopulationStabilityIndex.DefaultFloor),
        _ => TotalVariation.Of<long>(Cells, current),
    };

    /// <summary>The Wasserstein distance in standard deviations of the reference; NaN if either has no value, or the reference no spread.</summary>
    public double Area(float[] finite) =>
        Finite is null || finite.Length == 0 || !(Moments.StandardDeviation > 0) ? double.NaN : Wasserstein.Of<float>(Finite, finite) / Moments.StandardDeviation;

    /// <summary>How far the mean has moved, likewise.</summary>
    public double Shift(Moments current) =>
        Moments.Count < 2 || current.Count < 2 || !(Moments.StandardDeviation > 0) ? double.NaN : Math.Abs(current.Mean - Moments.Mean) / Moments.StandardDeviation;
}
