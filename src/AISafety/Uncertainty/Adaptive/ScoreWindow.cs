using AISafety.Statistics;

namespace AISafety.Uncertainty;

/// <summary>The newest residuals, and how far an interval must reach for a level.</summary>
internal sealed class ScoreWindow(int capacity)
{
    private readonly double[] _scores = new double[capacity];
    private int _next;

    public int Count { get; private set; }

    public void Add(double score)
    {
        _scores[_next] = score;
        _next = _next + 1 == _scores.Length ? 0 : _next + 1;
        Count = Math.Min(Count + 1, _scores.Length);
    }

    /// <summary>+infinity for a level of 0 or less or without residuals, NaN (nothing) for one of 1 or more: the law of adaptive conformal inference needs both.</summary>
    public double Reach(double level) => level switch
    {
        >= 1 => double.NaN,
        > 0 when Count > 0 => SplitConformal.Fit(_scores.AsSpan(0, Count)).Threshold(level),
        _ => double.PositiveInfinity,
    };
}
