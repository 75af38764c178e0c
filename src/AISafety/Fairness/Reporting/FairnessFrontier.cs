using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>What fairness costs: several ways to decide, each with its accuracy and its gap. Immutable.</summary>
/// <remarks>On the frontier are those than which no other is as accurate with a lesser gap, or more accurate with the same. It goes by the values: where errors overlap, chance may have decided.</remarks>
public sealed class FairnessFrontier
{
    private readonly FrontierPoint[] _points;

    /// <summary>Takes results that were measured on the same rows, best on rows that nothing was fitted to.</summary>
    /// <param name="criterion">What the gaps are differences in.</param>
    /// <param name="points">The results; one or more.</param>
    /// <exception cref="ArgumentException">There is no point, or a point has no name, an accuracy outside 0 to 1, a gap that is negative or not finite, or a negative error.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such criterion.</exception>
    public FairnessFrontier(FairnessCriterion criterion, IEnumerable<FrontierPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        Criterion = Enum.IsDefined(criterion) ? criterion : throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "There is no such criterion.");
        _points = [.. points];
        if (_points.Length == 0)
        {
            throw new ArgumentException("There is no point; expected one or more.", nameof(points));
        }

        foreach (FrontierPoint point in _points)
        {
            Require(point is { Name.Length: > 0 }, "has no name; expected one");
            Require(point.Accuracy is >= 0 and <= 1, $"'{point.Name}' has accuracy {point.Accuracy}; expected 0 to 1");
            Require(point.Gap >= 0 && double.IsFinite(point.Gap), $"'{point.Name}' has gap {point.Gap}; expected 0 or more");
            Require(IsError(point.AccuracyError) && IsError(point.GapError), $"'{point.Name}' has a standard error that is negative or infinite; expected 0 or more, or NaN");
        }
    }

    /// <summary>What the gaps are differences in.</summary>
    public FairnessCriterion Criterion { get; }

    /// <summary>The results, in the order given.</summary>
    public IReadOnlyList<FrontierPoint> Points => _points;

    /// <summary>Whether no other point is better in one of the two and as good in the other.</summary>
    /// <param name="index">The point's, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public bool IsOnFrontier(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _points.Length);
        FrontierPoint own = _points[index];
        return !Array.Exists(_points, other =>
            other.Accuracy >= own.Accuracy && other.Gap <= own.Gap && (other.Accuracy > own.Accuracy || other.Gap < own.Gap));
    }

    private static bool IsError(double error) => error >= 0 ? double.IsFinite(error) : double.IsNaN(error);

    private static void Require(bool isValid, string wrong)
    {
        if (!isValid)
        {
            throw new ArgumentException($"A point {wrong}.");
        }
    }
}
