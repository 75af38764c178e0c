namespace AISafety.Statistics;

/// <summary>Sums a generalised entropy over relative benefits, each with a number of rows.</summary>
internal struct WeightedEntropy
{
    private readonly double _alpha;
    private double _sum;
    private long _count;
    private bool _isInfinite;

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite.</exception>
    public WeightedEntropy(double alpha)
    {
        if (!double.IsFinite(alpha))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a finite number.");
        }

        _alpha = alpha;
    }

    /// <param name="rows">How many rows have it; none is allowed, whatever the benefit then is.</param>
    /// <param name="relative">The benefit divided by the mean of all.</param>
    public void Add(long rows, double relative)
    {
        if (rows == 0)
        {
            return;
        }

        _count += rows;
        _isInfinite |= relative == 0 && _alpha <= 0;
        _sum += rows * Term(relative);
    }

    /// <param name="mean">The mean of all benefits, or another number of its sign.</param>
    public readonly FairnessValue Value(double mean) =>
        _count == 0 ? FairnessValue.Undefined(ValueStatus.NoRows)
        : !(mean > 0) || _isInfinite ? FairnessValue.Undefined(ValueStatus.ZeroBenefit, _count)
        : !double.IsFinite(_sum) || !double.IsFinite(mean) ? FairnessValue.Undefined(ValueStatus.NotFinite, _count)

        // Rounding may leave a crumb below 0.
        : FairnessValue.Of(Math.Max(0, _sum / _count), _count);

    /// <summary>(r^alpha - 1 - alpha (r - 1)) / (alpha (alpha - 1)): the last part sums to 0 over all rows, and without it little is left of the digits near alpha = 0 and 1.</summary>
    private readonly double Term(double relative)
    {
        double log = Math.Log(relative);
        return _alpha switch
        {
            2 => 0.5 * (relative - 1) * (relative - 1),
            > 0 when relative == 0 => 1 / _alpha,
            0 => relative - 1 - log,
            1 => relative * log - (relative - 1),
            < 0.5 => (relative - 1 - LessOne(_alpha * log) / _alpha) / (1 - _alpha),
            _ => (relative * LessOne((_alpha - 1) * log) / (_alpha - 1) - (relative - 1)) / _alpha,
        };
    }

    // e^x - 1 to the last digits; .NET's ExpM1 subtracts.
    private static double LessOne(double x) => 2 * Math.Sinh(0.5 * x) * Math.Exp(0.5 * x);
}
