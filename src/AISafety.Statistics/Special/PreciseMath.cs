namespace AISafety.Statistics;

/// <summary>Logarithm and exponential near their zeros, which <see cref="double.LogP1"/> and <see cref="double.ExpM1"/> lose digits at.</summary>
/// <remarks>The rounding error of 1 + x cancels in the quotient: W. Kahan's device (HP-15C Advanced Functions Handbook, 1982).</remarks>
internal static class PreciseMath
{
    /// <summary>log(1 + x), for x of -1 or more.</summary>
    public static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : double.IsInfinity(sum) || sum <= 0 ? Math.Log(sum) : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>e^x - 1.</summary>
    public static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x);
        double difference = power - 1;
        return power == 1 ? x
            : difference == -1 || double.IsInfinity(power) || Math.Abs(x) > 1 ? difference
            : difference * (x / Math.Log(power));
    }
}
