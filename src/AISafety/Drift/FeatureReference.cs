using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>One feature of the reference, prepared to be compared with windows.</summary>
internal sealed partial class FeatureReference
{
    // Up to so many steps of the lattice the exact p-value is worth its time, a fraction of a millisecond; and only where it may decide something.
    private const double ExactSteps = 2e6;
    private const double Undecided = 0.2;

    private readonly bool _isSensitive;
    private readonly CellCounts _cells;
    private readonly long[] _counts;
    private readonly SortedSample<float> _ordered;
    private readonly SortedSample<float>? _finite;
    private readonly double _deviation;
    private readonly Moments _moments;
    private readonly SimulatedDistances _simulated;

    public FeatureReference(FeatureProfile feature, DriftMetric metric, double tolerance, SimulatedDistances simulated)
    {
        Name = feature.Feature.Name;
        _isSensitive = feature.Feature.IsSensitive;
        _cells = new(feature);
        Metric = metric;
        Tolerance = tolerance;
        SampleCount = feature.Sample.Length;
        _counts = new long[_cells.Count];
        _cells.Of(feature.Sample, _counts);
        _ordered = SortedSample<float>.Of(MissingFirst.Of(feature.Sample));
        float[] finite = Finite(feature.Sample);
        _finite = finite.Length == 0 ? null : SortedSample<float>.Of(finite);
        _moments = Moments.Of(finite);
        _deviation = _moments.StandardDeviation;
        _simulated = simulated;
    }

    public string Name { get; }

    public DriftMetric Metric { get; }

    public double Tolerance { get; }

    public int SampleCount { get; }

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

    /// <summary>Compares a window; not empty.</summary>
    /// <param name="window">The feature's values.</param>
    /// <param name="level">The level of thresholds and confidence bounds.</param>
    public FeatureDrift Compare(ReadOnlySpan<float> window, double level)
    {
        long[] counts = new long[_cells.Count];
        _cells.Of(window, counts);
        Comparison found = Metric switch
        {
            DriftMetric.KolmogorovSmirnov => BySteps(window, counts[^1] > 0, level),
            DriftMetric.ChiSquare => new Comparison(TotalVariation.Of<long>(_counts, counts), ByChiSquare(counts), VariationByChance(window.Length, level)),
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
            PopulationStability = PopulationStabilityIndex.Of<long>(_counts, counts),
            Missing = ((double)_counts[^1] / SampleCount, (double)counts[^1] / window.Length),
            Histograms = _isSensitive ? null : new(_cells.Labels, Shares(_counts), Shares(counts)),
        };
    }

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
        TwoSampleResult result = KolmogorovSmirnov.Compute(_ordered, keys, PValueMethod.Asymptotic);
        double all = (double)SampleCount + window.Length;
        if (result.PValue < Undecided && result.Statistic * all * all <= ExactSteps)
        {
            result = KolmogorovSmirnov.Compute(_ordered, keys, PValueMethod.Exact);
        }

        double scale = Math.Sqrt((1.0 / SampleCount) + (1.0 / window.Length));
        return new(result.Statistic, result.PValue, Math.Min(1, scale * Math.Sqrt(0.5 * Math.Log(2 / level))));
    }

    /// <summary>The mean of the total variation by chance, and what a bounded difference of one row's can add to it (McDiarmid).</summary>
    private double VariationByChance(int n, double level)
    {
        double inverse = (1.0 / SampleCount) + (1.0 / n);
        double mean = 0;
        foreach (long count in _counts)
        {
            double share = (double)count / SampleCount;
            mean += Math.Sqrt(share * (1 - share) * inverse / (2 * Math.PI));
        }

        return Math.Min(1, mean + Math.Sqrt(0.5 * inverse * Math.Log(1 / level)));
    }

    private double ByChiSquare(long[] counts)
    {
        (long[] reference, long[] current) = RareTogether(counts);
        return reference.Length < 2 ? 1 : ChiSquareTest.Compute<long>(reference, current).PValue;
    }

    private Comparison ByBins(long[] counts, int n, double level)
    {
        double distance = ByBins(Metric, _counts, counts);
        SimulatedNull chance = _simulated.OfBins(Metric, _counts, n);
        return new(distance, chance.PValue(distance), chance.Threshold(level));
    }

    private Comparison ByArea(ReadOnlySpan<float> window, double level)
    {
        float[] finite = Finite(window);
        double distance = Area(finite);
        if (double.IsNaN(distance))
        {
            return new(double.NaN, 1, double.NaN);
        }

        SimulatedNull chance = _simulated.OfWasserstein(Name, _finite!, finite.Length);
        return new(distance, chance.PValue(distance * _deviation), chance.Threshold(level) / _deviation);
    }

    private Comparison ByMean(ReadOnlySpan<float> window, double level)
    {
        Moments current = Moments.Of(Finite(window));
        double distance = Shift(current);
        if (double.IsNaN(distance))
        {
            return new(double.NaN, 1, double.NaN);
        }

        double error = Math.Sqrt((_moments.Variance / _moments.Count) + (current.Variance / current.Count)) / _deviation;
        return new(distance, WelchT.Compute(_moments, current).PValue, error * Math.Sqrt(ChiSquareTail.InverseOf(level, 1)));
    }

    /// <summary>Cells in which either sample expects fewer than five values are taken together, the rarest first: chosen by the sum of both samples, which says nothing of their difference.</summary>
    private (long[] Reference, long[] Current) RareTogether(long[] counts)
    {
        long total = SampleCount;
        long n = 0;
        foreach (long count in counts)
        {
            n += count;
        }

        double least = 5.0 * (total + n) / Math.Min(total, n);
        int[] order = [.. Enumerable.Range(0, counts.Length).Where(i => _counts[i] + counts[i] > 0)];
        Array.Sort(order, (a, b) => (_counts[b] + counts[b]).CompareTo(_counts[a] + counts[a]) is var by && by != 0 ? by : a.CompareTo(b));
        List<long> reference = [];
        List<long> current = [];
        for (int i = 0; i < order.Length; i++)
        {
            int cell = order[i];
            bool joins = reference.Count > 0 && reference[^1] + current[^1] < least;
            if (joins)
            {
                reference[^1] += _counts[cell];
                current[^1] += counts[cell];
            }
            else
            {
                reference.Add(_counts[cell]);
                current.Add(counts[cell]);
            }
        }

        if (reference.Count > 1 && reference[^1] + current[^1] < least)
        {
            reference[^2] += reference[^1];
            current[^2] += current[^1];
            reference.RemoveAt(reference.Count - 1);
            current.RemoveAt(current.Count - 1);
        }

        return ([.. reference], [.. current]);
    }

    private static double[] Shares(long[] counts)
    {
        double total = counts.Sum();
        return Array.ConvertAll(counts, count => count / total);
    }

    private static double Square(double value) => value * value;

    /// <param name="Distance">The distance.</param>
    /// <param name="PValue">Its p-value.</param>
    /// <param name="Critical">What chance alone exceeds at the level; NaN if unknown.</param>
    private readonly record struct Comparison(double Distance, double PValue, double Critical);
}
