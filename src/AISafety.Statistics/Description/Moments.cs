namespace AISafety.Statistics;

/// <summary>Count, missing, extremes, mean, variance, skewness and kurtosis of values, found in one pass; parts merge into the whole.</summary>
/// <remarks>
/// <para>Sums are kept in double about a pivot near the mean, so that no digits are lost to a large mean: of ten million floats near 10,000 the
/// mean is right to 1e-12 and the standard deviation to 1e-9, relative. Parts merge by Pebay's formulas; the order of merging matters only
/// within rounding. <c>default</c> is the empty sample, which merges without effect.</para>
/// <para>NaN means missing: skipped and counted. Infinities are values: an infinity is the extreme on its side, the mean is that infinity (NaN
/// when both are present), and the spread and shape are NaN. Where fourth powers overflow (values more than about 1e77 apart), so do the
/// moments that use them, to infinity or NaN.</para>
/// <para>Source: Pebay, Formulas for robust, one-pass parallel computation of covariances and arbitrary-order statistical moments, Sandia
/// SAND2008-6212, 2008. Immutable.</para>
/// </remarks>
public readonly partial record struct Moments
{
    private readonly double _min;
    private readonly double _max;
    private readonly double _mean;
    private readonly double _second;
    private readonly double _third;
    private readonly double _fourth;

    private Moments(long count, long missing, double min, double max, double mean, double second, double third, double fourth)
    {
        Count = count;
        Missing = missing;
        (_min, _max, _mean) = (min, max, mean);
        (_second, _third, _fourth) = (second, third, fourth);
    }

    /// <summary>How many values are numbers, infinities included.</summary>
    public long Count { get; }

    /// <summary>How many values are NaN.</summary>
    public long Missing { get; }

    /// <summary>The least value; NaN if there is none. 0.0 and -0.0 are equal: either may come out.</summary>
    public double Min => Count == 0 ? double.NaN : _min;

    /// <summary>The greatest value; NaN if there is none. 0.0 and -0.0 are equal: either may come out.</summary>
    public double Max => Count == 0 ? double.NaN : _max;

    /// <summary>The arithmetic mean; NaN if there is no value.</summary>
    public double Mean => Count == 0 ? double.NaN : _mean;

    /// <summary>The sample variance: the sum of squared distances from the mean, divided by n - 1. NaN for fewer than two values.</summary>
    public double Variance => Count < 2 ? double.NaN : _second / (Count - 1);

    /// <summary>The population variance: the sum of squared distances from the mean, divided by n. NaN if there is no value.</summary>
    public double PopulationVariance => Count == 0 ? double.NaN : _second / Count;

    /// <summary>The square root of <see cref="Variance"/>.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>The square root of <see cref="PopulationVariance"/>.</summary>
    public double PopulationStandardDeviation => Math.Sqrt(PopulationVariance);

    /// <summary>g1 = m3 / m2^1.5 with m the population's central moments, as SciPy's skew. NaN if all values are equal or there is none.</summary>
    public double Skewness => _second == 0 ? double.NaN : Math.Sqrt(Count) * _third / (_second * Math.Sqrt(_second));

    /// <summary>g2 = m4 / m2^2 - 3, zero for a normal distribution, as SciPy's kurtosis. NaN if all values are equal or there is none.</summary>
    public double ExcessKurtosis => _second == 0 ? double.NaN : Count * _fourth / (_second * _second) - 3;

    /// <summary>The moments of <paramref name="values"/>; those of the empty sample if there are none.</summary>
    /// <param name="values">The values. NaN is missing.</param>
    public static Moments Of(ReadOnlySpan<double> values) => MomentsKernel.Of<double, DoubleLanes>(values);

    /// <inheritdoc cref="Of(ReadOnlySpan{double})"/>
    public static Moments Of(ReadOnlySpan<float> values) => MomentsKernel.Of<float, FloatLanes>(values);

    /// <summary>The moments of both samples together.</summary>
    /// <param name="other">The other sample's.</param>
    public Moments Merge(in Moments other)
    {
        long missing = Missing + other.Missing;
        if (Count == 0 || other.Count == 0)
        {
            Moments some = Count == 0 ? other : this;
            return new(some.Count, missing, some._min, some._max, some._mean, some._second, some._third, some._fourth);
        }

        double a = Count;
        double b = other.Count;
        double n = a + b;
        double delta = other._mean - _mean;
        double step = delta / n;
        double between = delta * step * a * b;

        // Opposite huge means: their difference overflows, their weighted sum does not. Equal infinities: their difference is NaN.
        double mean = double.IsFinite(delta) ? _mean + step * b : _mean * (a / n) + other._mean * (b / n);
        return new(
            Count + other.Count,
            missing,
            Math.Min(_min, other._min),
            Math.Max(_max, other._max),
            mean,
            _second + other._second + between,
            _third + other._third + between * step * (a - b) + 3 * step * (a * other._second - b * _second),
            _fourth + other._fourth + between * step * step * (a * a - a * b + b * b)
                + 6 * step * step * (a * a * other._second + b * b * _second) + 4 * step * (a * other._third - b * _third));
    }

    /// <summary>Central moments from sums about a pivot.</summary>
    internal static Moments From(in PowerSums sums, long missing)
    {
        if (sums.Count == 0)
        {
            return new(0, missing, 0, 0, 0, 0, 0, 0);
        }

        double n = sums.Count;
        double shift = sums.Shift;
        double second = sums.Second - sums.First * shift;
        double third = sums.Third - shift * (3 * sums.Second - 2 * sums.First * shift);
        double fourth = sums.Fourth - shift * (4 * sums.Third - shift * (6 * sums.Second - 3 * n * shift * shift));
        return new(sums.Count, missing, sums.Min, sums.Max, sums.Pivot + shift, second < 0 ? 0 : second, third, fourth < 0 ? 0 : fourth);
    }
}
