using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>How 0/1 predictions met 0/1 labels in each group: all that <see cref="FairnessMetrics"/> is computed from.</summary>
/// <remarks>Rows are added in any portions and any order, and counts of parts are merged: the result is the same. Memory is 32 bytes a group. Not thread-safe.</remarks>
public sealed class GroupCounts
{
    /// <summary>How many groups there may be.</summary>
    public const int MostGroups = 65_536;

    private const int Block = 8_160;

    private readonly ConfusionCounts[] _counts;

    /// <summary>Counts nothing yet.</summary>
    /// <param name="groupCount">How many groups, coded from 0; 1 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groupCount"/> is out of range.</exception>
    public GroupCounts(int groupCount) => _counts = new ConfusionCounts[GroupCode.RequireCount(groupCount)];

    /// <summary>How many groups there are.</summary>
    public int GroupCount => _counts.Length;

    /// <summary>The table of each group, in the order of the codes.</summary>
    public ReadOnlySpan<ConfusionCounts> Groups => _counts;

    /// <summary>The table of all groups together.</summary>
    public ConfusionCounts Total
    {
        get
        {
            ConfusionCounts total = default;
            foreach (ConfusionCounts counts in _counts)
            {
                total += counts;
            }

            return total;
        }
    }

    /// <summary>The table of a group.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such group.</exception>
    public ConfusionCounts this[int group] => _counts[group];

    /// <summary>What a rate of a group is the quotient of.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rate.</exception>
    public RateParts Parts(int group, GroupRate rate) => RateParts.Of(rate, _counts[group]);

    /// <summary>Counts rows.</summary>
    /// <param name="groups">Each row's group, counted from 0.</param>
    /// <param name="labels">What was true: 0 or 1; as many.</param>
    /// <param name="predictions">What was predicted: 0 or 1; as many.</param>
    /// <param name="groupCount">How many groups; 1 to 65,536.</param>
    /// <inheritdoc cref="Add(ReadOnlySpan{int}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static GroupCounts Of(ReadOnlySpan<int> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, int groupCount)
    {
        GroupCounts counts = new(groupCount);
        counts.Add(groups, labels, predictions);
        return counts;
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{int}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, int)"/>
    public static GroupCounts Of(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, int groupCount)
    {
        GroupCounts counts = new(groupCount);
        counts.Add(groups, labels, predictions);
        return counts;
    }

    /// <summary>Adds rows. Nothing is added if one is refused.</summary>
    /// <param name="groups">Each row's group, counted from 0.</param>
    /// <param name="labels">What was true: 0 or 1; as many.</param>
    /// <param name="predictions">What was predicted: 0 or 1; as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label or prediction is neither 0 nor 1, or there is no such group.</exception>
    public void Add(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions)
    {
        Span<ConfusionCounts> added = stackalloc ConfusionCounts[Math.Min(GroupCount, 256)];
        Confusion.ByGroup(groups, labels, predictions, added);
        AddAll(added);
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Add(ReadOnlySpan<int> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions)
    {
        GroupCode.Require(groups, labels.Length, GroupCount);
        BinaryLabels.RequireSameLength(predictions.Length, labels.Length, nameof(predictions));
        BinaryLabels.Require(labels, nameof(labels));
        BinaryLabels.Require(predictions, nameof(predictions));
        if (GroupCount > 256)
        {
            for (int i = 0; i < groups.Length; i++)
            {
                _counts[groups[i]] += Row(labels[i], predictions[i]);
            }

            return;
        }

        // As bytes, for which there is a fast way; a block at a time, so that they stay in the cache.
        Span<byte> codes = stackalloc byte[Block];
        for (int start = 0; start < groups.Length; start += Block)
        {
            int length = Math.Min(Block, groups.Length - start);
            TensorPrimitives.ConvertTruncating(groups.Slice(start, length), codes[..length]);
            Add(codes[..length], labels.Slice(start, length), predictions.Slice(start, length));
        }
    }

    /// <summary>Adds a row.</summary>
    /// <param name="group">Its group, counted from 0.</param>
    /// <param name="label">What was true: 0 or 1.</param>
    /// <param name="prediction">What was predicted: 0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Add(int group, byte label, byte prediction)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prediction, 1);
        Add(group, Row(label, prediction));
    }

    /// <summary>Adds rows of one group that were counted before.</summary>
    /// <param name="group">Their group, counted from 0.</param>
    /// <param name="counts">How many there were of each kind; none negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group, or a count is negative.</exception>
    public void Add(int group, ConfusionCounts counts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, GroupCount);
        long least = Math.Min(Math.Min(counts.TruePositives, counts.FalsePositives), Math.Min(counts.TrueNegatives, counts.FalseNegatives));
        ArgumentOutOfRangeException.ThrowIfNegative(least, nameof(counts));
        _counts[group] += counts;
    }

    /// <summary>Adds the rows of another part.</summary>
    /// <param name="other">Counts of as many groups; it is not changed.</param>
    /// <exception cref="ArgumentException">It has another number of groups.</exception>
    public void Merge(GroupCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GroupCount != GroupCount)
        {
            throw new ArgumentException($"It counts {other.GroupCount} groups; expected {GroupCount}.", nameof(other));
        }

        AddAll(other._counts);
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => _counts.AsSpan().Clear();

    private static ConfusionCounts Row(byte label, byte prediction) => (label, prediction) switch
    {
        (1, 1) => new(1, 0, 0, 0),
        (0, 1) => new(0, 1, 0, 0),
        (0, 0) => new(0, 0, 1, 0),
        _ => new(0, 0, 0, 1),
    };

    private void AddAll(ReadOnlySpan<ConfusionCounts> added)
    {
        for (int group = 0; group < added.Length; group++)
        {
            _counts[group] += added[group];
        }
    }
}
