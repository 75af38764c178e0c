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
        _sum += rows * _alpha switch
        {
            0 => -Math.Log(relative),
            1 => relative == 0 ? 0 : relative * Math.Log(relative),

            // The relative benefits less 1 sum to 0, so that this is (r^2 - 1) / 2 without its cancellation.
            2 => 0.5 * (relative - 1) * (relative - 1),
            _ => (Math.Pow(relative, _alpha) - 1) / (_alpha * (_alpha - 1)),
        };
    }

    /// <param name="mean">The mean of all benefits, or another number of its sign.</param>
    public readonly FairnessValue Value(double mean) =>
        _count == 0 ? FairnessValue.Undefined(ValueStatus.NoRows)
        : !(mean > 0) || _isInfinite ? FairnessValue.Undefined(ValueStatus.ZeroBenefit, _count)
        : !double.IsFinite(_sum) || !double.IsFinite(mean) ? FairnessValue.Undefined(ValueStatus.NotFinite, _count)

        // Rounding may leave a crumb below 0.
        : FairnessValue.Of(Math.Max(0, _sum / _count), _count);
}
