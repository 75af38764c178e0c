namespace AISafety.Statistics;

/// <summary>A shifted gamma distribution with the mean, variance and skewness of simulated values: a smooth tail for a statistic of squares.</summary>
/// <remarks>With skewness g, mean m and standard deviation s: shape k = 4 / g², scale s g / 2, shift m - 2 s / g. Source: E. Pearson, Note on an approximation to the distribution of non-central chi-square, Biometrika 46, 1959.</remarks>
internal readonly record struct ThreeMomentGamma(double Shape, double Scale, double Shift)
{
    // Squares are skewed to the right; a skewness that few simulations hide must not make the tail a normal one.
    private const double LeastSkewness = 0.1;

    public static ThreeMomentGamma Of(ReadOnlySpan<double> values)
    {
        Moments moments = Moments.Of(values);
        double deviation = moments.PopulationStandardDeviation;
        double skewness = double.IsNaN(moments.Skewness) ? LeastSkewness : Math.Max(LeastSkewness, moments.Skewness);
        return new(4 / (skewness * skewness), deviation * skewness / 2, moments.Mean - (2 * deviation / skewness));
    }

    /// <summary>P(value or more).</summary>
    public double Tail(double value) =>
        Scale > 0 ? value <= Shift ? 1 : GammaTail.Of(Shape, (value - Shift) / Scale)
        : value > Shift ? 0 : 1;
}
