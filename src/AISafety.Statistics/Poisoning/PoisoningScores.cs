namespace AISafety.Statistics;

/// <summary>What one audit of training data says of each row.</summary>
public sealed class PoisoningScores
{
    private readonly double[] _scores;
    private readonly int[] _suspicious;

    internal PoisoningScores(double[] scores, IEnumerable<int> suspicious) => (_scores, _suspicious) = (scores, [.. suspicious.Order()]);

    /// <summary>A score for each row, greater for more suspicious ones; NaN for a row that could not be judged: one with a NaN, or of a class with too few rows.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>The rows to look at, ascending.</summary>
    public ReadOnlySpan<int> Suspicious => _suspicious;

    /// <summary>Scores of rows that are not judged yet.</summary>
    internal static double[] Unjudged(int rows)
    {
        double[] scores = new double[rows];
        scores.AsSpan().Fill(double.NaN);
        return scores;
    }
}
