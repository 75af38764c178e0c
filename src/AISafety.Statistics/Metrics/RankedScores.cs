using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Sees each distinct score once, in ascending order, with how many rows of each label have it.</summary>
internal interface IScoreVisitor<T>
{
    void Visit(T score, int positives, int negatives);
}

/// <summary>The scores of each label, sorted apart: what every ranking metric starts from.</summary>
/// <remarks>Sorting the two labels apart needs no payload beside the keys; ties meet again when the two are walked together.</remarks>
internal readonly ref struct RankedScores<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly T[] _rented;

    /// <summary>Copies and sorts; NaN is left out.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or a label is neither 0 nor 1.</exception>
    public RankedScores(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels)
    {
        BinaryLabels.RequireSameLength(scores.Length, labels.Length, nameof(scores));
        BinaryLabels.Require(labels, nameof(labels));
        int room = scores.Length + LabelSplit.Room;
        _rented = ArrayPool<T>.Shared.Rent(room);
        (int positives, int negatives) = LabelSplit.Copy(scores, labels, _rented.AsSpan(0, room));
        Positives = _rented.AsSpan(0, positives);
        Negatives = _rented.AsSpan(room - negatives, negatives);
        Missing = scores.Length - positives - negatives;
        NumberSort.Ascending(Positives);
        NumberSort.Ascending(Negatives);
    }

    public Span<T> Positives { get; }

    public Span<T> Negatives { get; }

    public int Missing { get; }

    /// <summary>Walks the distinct scores in ascending order.</summary>
    public void Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IScoreVisitor<T>, allows ref struct
    {
        ReadOnlySpan<T> positives = Positives;
        ReadOnlySpan<T> negatives = Negatives;
        int p = 0;
        int n = 0;

        // Which label is next cannot be predicted and is not branched on; that a score comes again mostly can.
        while (p < positives.Length && n < negatives.Length)
        {
            T score = T.MinNative(positives[p], negatives[n]);
            int p0 = p;
            int n0 = n;
            p += positives[p] == score ? 1 : 0;
            n += negatives[n] == score ? 1 : 0;
            p = EndOf(score, positives, p);
            n = EndOf(score, negatives, n);
            visitor.Visit(score, p - p0, n - n0);
        }

        while (p < positives.Length)
        {
            int end = EndOf(positives[p], positives, p + 1);
            visitor.Visit(positives[p], end - p, 0);
            p = end;
        }

        while (n < negatives.Length)
        {
            int end = EndOf(negatives[n], negatives, n + 1);
            visitor.Visit(negatives[n], 0, end - n);
            n = end;
        }
    }

    public void Dispose() => ArrayPool<T>.Shared.Return(_rented);

    private static int EndOf(T score, ReadOnlySpan<T> ascending, int from)
    {
        while (from < ascending.Length && ascending[from] == score)
        {
            from++;
        }

        return from;
    }
}
