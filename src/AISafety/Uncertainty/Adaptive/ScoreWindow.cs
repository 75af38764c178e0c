using AISafety.Statistics;

namespace AISafety.Uncertainty;

/// <summary>The newest scores, and the threshold that they have for a level.</summary>
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

    /// <summary>+infinity (everything) for a level of 0 or less or without scores, -infinity (nothing) for one of 1 or more: the law of adaptive conformal inference needs both.</summary>
    public double Threshold(double level) => level switch
    {
        >= 1 => double.NegativeInfinity,
        > 0 when Count > 0 => SplitConformal.Fit(_scores.AsSpan(0, Count)).Threshold(level),
        _ => double.PositiveInfinity,
    };

    /// <summary>The scores, the oldest first.</summary>
    public double[] ToArray() => Count < _scores.Length ? _scores[..Count] : [.. _scores.AsSpan(_next), .. _scores.AsSpan(0, _next)];
}
