namespace AISafety.Statistics;

/// <summary>The tail of simulated values beyond the greatest of them, by the generalised Pareto distribution of what exceeds a high one.</summary>
/// <remarks>P(value or more) = k / N (1 + x (value - t) / s)^(-1/x), t being the value that k of N exceed, x and s by the moments of the exceedances. The shape x is at least 0, which is the exponential distribution: tails that end, or fall as a
/// normal one's, are taken for longer ones than they are. Sources: J. Hosking and J. Wallis, Technometrics 29, 1987; T. Knijnenburg, L. Wessels, M. Reinders and I. Shmulevich, Fewer permutations, more accurate P-values, Bioinformatics 25, 2009.</remarks>
internal readonly record struct ExceedanceTail
{
    private const int MostExceedances = 250;

    private readonly double _share;
    private readonly double _threshold;
    private readonly double _shape;
    private readonly double _scale;

    /// <param name="ascending">The simulated values, ascending; at least 10.</param>
    public ExceedanceTail(ReadOnlySpan<double> ascending)
    {
        int count = Math.Min(MostExceedances, ascending.Length / 10);
        _threshold = ascending[^(count + 1)];
        _share = (double)count / ascending.Length;
        Moments over = Moments.Of(ascending[^count..]);
        double mean = over.Mean - _threshold;
        double ratio = mean * mean / over.PopulationVariance;
        _shape = double.IsFinite(ratio) ? Math.Max(0, (1 - ratio) / 2) : 0;
        _scale = mean * (1 - _shape);
    }

    /// <summary>P(value or more), for a value beyond all simulated ones; 1 where these do not tell.</summary>
    public double Beyond(double value)
    {
        double distance = (value - _threshold) / _scale;
        return !(_scale > 0 && distance > 0) ? 1
            : _share * (_shape < 1e-6 ? Math.Exp(-distance) : Math.Exp(-double.LogP1(_shape * distance) / _shape));
    }
}
