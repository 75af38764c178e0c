using AISafety.Profiles;
using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>One feature of the reference, prepared to be compared with windows.</summary>
internal sealed class FeatureReference
{
    // Up to so many steps of the lattice the exact p-value is worth its time, a fraction of a millisecond; and only where it may decide something.
    private const double ExactSteps = 2e6;
    private const double Undecided = 0.2;

    private const double Far = 1e-3;

    private readonly bool _isSensitive;
    private readonly FeatureDistances _distances;
    private readonly SimulatedDistances _simulated;

    public FeatureReference(FeatureProfile feature, DriftMetric metric, double tolerance, SimulatedDistances simulated)
    {
        Name = feature.Feature.Name;
        _isSensitive = feature.Feature.IsSensitive;
        _distances = new(feature);
        Metric = metric;
        Tolerance = tolerance;
        _simulated = simulated;
    }

    public string Name { get; }

    public DriftMetric Metric { get; }

    public double Tolerance { get; }

    public int SampleCount => _distances.Count;

    public static bool IsForCategories(DriftMetric metric) => metric is not (DriftMetric.KolmogorovSmirnov or DriftMetric.Wasserstein or DriftMetric.MeanShift);

    /// <summary>The metric for a feature where nobody has chosen one, or chose one that it does not have.</summary>
    public static DriftMetric Choose(FeatureProfile feature, DriftOptions options)
    {
        DriftMetric asked = options.Metrics.TryGetValue(feature.Feature.Name, out DriftMetric own) ? own : options.Metric;
        bool categorical = feature.Feature.Kind == FeatureKind.Categorical;
        return asked == DriftMetric.Automatic || (categorical && !IsForCategories(asked))
            ? categorical ? DriftMetric.ChiSquare : DriftMetric.KolmogorovSmirnov
            : asked;
    }

    /// <summary>Every distance that a feature of this kind has: what <see cref="Compare"/> would find with that metric.</summary>
    /// <param name="current">The feature's values; not empty.</param>
    public IReadOnlyList<(DriftMetric Metric, double Distance)> Measure(ReadOnlySpan<float> current) => _distances.Measure(current);

    /// <summary>The histograms of values beside the reference's; null for a sensitive feature.</summary>
    /// <param name="values">The feature's values; not empty.</param>
    public HistogramPair? HistogramsOf(ReadOnlySpan<float> values) => Pair(_distances.CountCells(values))?.Histograms;

    /// <summary>Compares a window; not empty.</summary>
    /// <param name="window">The feature's values.</param>
    /// <param name="level">The level of thresholds and confidence bounds.</param>
    public FeatureDrift Compare(ReadOnlySpan<float> window, double level)
    {
        long[] reference = _distances.Cells;
        long[] counts = _distances.CountCells(window);
        Comparison found = Metric switch
        {
            DriftMetric.KolmogorovSmirnov => BySteps(window, counts[^1] > 0, level),
            DriftMetric.ChiSquare => new Comparison(TotalVariation.Of<long>(reference, counts), ByChiSquare(counts), VariationByChance(window.Length, level)),
            DriftMetric.Wasserstein => ByArea(window, level),
            DriftMetric.MeanShift => ByMean(window, level),
            _ => ByBins(counts, window.Length, level),
        };
        (double lower, double upper) = Bounds(found);
        return new(Name, Metric, found.Distance, found.PValue)
        {
            Threshold = found.Critical,
            Lower = lower,
            Upper = upper,
            Tolerance = Tolerance,
            PopulationStability = PopulationStabilityIndex.Of<long>(reference, counts),
            Missing = ((double)reference[^1] / SampleCount, (double)counts[^1] / window.Length),
            Cells = Pair(counts),
        };
    }

    private CellPair? Pair(long[] counts) => _isSensitive ? null : new(_distances.Labels, _distances.Cells, counts);

    // Of a metric that obeys the triangle inequality, the observed distance is off by at most what both samples' noise adds, which is about what chance alone makes it; PSI and KL are squares of such.
    private (double Lower, double Upper) Bounds(Comparison found)
    {
        if (double.IsNaN(found.Distance) || double.IsNaN(found.Critical))
        {
            return (0, double.PositiveInfinity);
        }

        if (Metric is DriftMetric.PopulationStability or DriftMetric.KullbackLeibler)
        {
            double root = Math.Sqrt(Math.Max(0, found.Distance));
            double noise = Math.Sqrt(found.Critical);
            return (Square(Math.Max(0, root - noise)), Square(root + noise));
        }

        return (Math.Max(0, found.Distance - found.Critical), found.Distance + found.Critical);
    }

    private Comparison BySteps(ReadOnlySpan<float> window, bool hasMissing, double level)
    {
        ReadOnlySpan<float> keys = hasMissing ? MissingFirst.Of(window) : window;
        TwoSampleResult result = KolmogorovSmirnov.Compute(_distances.Ordered, keys, PValueMethod.Asymptotic);
        double all = (double)SampleCount + window.Length;
        if (result.PValue < Undecided && result.Statistic * all * all <= ExactSteps)
        {
            result = KolmogorovSmirnov.Compute(_distances.Ordered, keys, PValueMethod.Exact);
        }

        double scale = Math.Sqrt((1.0 / SampleCount) + (1.0 / window.Length));
        return new(result.Statistic, result.PValue, Math.Min(1, scale * Math.Sqrt(0.5 * Math.Log(2 / level))));
    }

    /// <summary>The mean of the total variation by chance, and what a bounded difference of one row's can add to it (McDiarmid).</summary>
    private double VariationByChance(int n, double level)
    {
        double inverse = (1.0 / SampleCount) + (1.0 / n);
        double mean = 0;
        foreach (long count in _distances.Cells)
        {
            double share = (double)count / SampleCount;
            mean += Math.Sqrt(share * (1 - share) * inverse / (2 * Math.PI));
        }

        return Math.Min(1, mean + Math.Sqrt(0.5 * inverse * Math.Log(1 / level)));
    }

    private double ByChiSquare(long[] counts)
    {
        (long[] reference, long[] current) = RareCells.Together(_distances.Cells, counts);
        if (reference.Length < 2)
        {
            return 1;
        }

        // Far out, Pearson's statistic exceeds its law where a category is rare, seven times too often at 1e-5; the likelihood ratio does not.
        double p = ChiSquareTest.Compute<long>(reference, current).PValue;
        return p < Far ? Math.Max(p, Math.Min(Far, GTest.Compute<long>(reference, current).PValue)) : p;
    }

    private Comparison ByBins(long[] counts, int n, double level)
    {
        double distance = _distances.ByCells(Metric, counts);
        SimulatedNull chance = _simulated.OfBins(Metric, _distances.Cells, n);
        double p = chance.PValue(distance);
        return new(distance, p < Undecided ? SimulatedDistances.Exact(Metric, _distances.Cells, counts, _simulated.Seed) : p, chance.Threshold(level));
    }

    private Comparison ByArea(ReadOnlySpan<float> window, double level)
    {
        float[] finite = FiniteValues.Of(window);
        double distance = _distances.Area(finite);
        if (double.IsNaN(distance))
        {
            return new(double.NaN, 1, double.NaN);
        }

        SimulatedNull chance = _simulated.OfWasserstein(Name, _distances.Finite!, finite.Length);
        double deviation = _distances.Moments.StandardDeviation;
        double p = chance.PValue(distance * deviation);
        return new(distance, p < Undecided ? PermutedDistance.OfWasserstein(_distances.Finite!, finite, seed: _simulated.Seed) : p, chance.Threshold(level) / deviation);
    }

    private Comparison ByMean(ReadOnlySpan<float> window, double level)
    {
        Moments reference = _distances.Moments;
        Moments current = Moments.Of(FiniteValues.Of(window));
        double distance = _distances.Shift(current);
        if (double.IsNaN(distance))
        {
            return new(double.NaN, 1, double.NaN);
        }

        double error = Math.Sqrt((reference.Variance / reference.Count) + (current.Variance / current.Count)) / reference.StandardDeviation;
        return new(distance, WelchT.Compute(reference, current).PValue, error * Math.Sqrt(ChiSquareTail.InverseOf(level, 1)));
    }

    private static double Square(double value) => value * value;

    /// <param name="Distance">The distance.</param>
    /// <param name="PValue">Its p-value.</param>
    /// <param name="Critical">What chance alone exceeds at the level; NaN if unknown.</param>
    private readonly record struct Comparison(double Distance, double PValue, double Critical);
}
