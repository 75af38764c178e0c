namespace AISafety.Statistics;

/// <summary>The size of the next bet, from the values before it only.</summary>
/// <remarks>l = sqrt(2 ln(2 / a) / (v t ln(1 + t))), v the variance so far, shrunk towards 1/4 as by one value. Source: I. Waudby-Smith and A. Ramdas,
/// Estimating means of bounded random variables by betting, JRSS B 2024, equation 26.</remarks>
internal struct PredictableBet(double alpha)
{
    private readonly double _log = 2 * Math.Log(2 / alpha);
    private double _sum = 0.5;
    private double _squares = 0.25;
    private long _count;

    /// <summary>The greatest share of the wealth that may be lost by one bet.</summary>
    public const double Stake = 0.5;

    // v t is the sum of squares itself.
    public readonly double Next() => Math.Sqrt(_log / (_squares * Math.Log(_count + 2)));

    public void Add(double value)
    {
        _count++;
        _sum += value;
        double difference = value - (_sum / (_count + 1));
        _squares += difference * difference;
    }
}
