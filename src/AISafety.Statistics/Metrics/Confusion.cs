using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Counts how 0/1 predictions meet 0/1 labels, over all rows or by group, in one pass.</summary>
/// <remarks>Up to 19 groups are counted by comparing packed bytes a vector at a time, more by a histogram. No allocation.</remarks>
public static class Confusion
{
    /// <summary>The table over all rows.</summary>
    /// <param name="labels">What was true: 0 or 1.</param>
    /// <param name="predictions">What was predicted: 0 or 1; as many.</param>
    /// <returns>All zeros for no rows.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a value is neither 0 nor 1.</exception>
    public static ConfusionCounts Of(ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions)
    {
        ConfusionCounts counts = default;
        Compute([], labels, predictions, new(ref counts));
        return counts;
    }

    /// <summary>The table of each group.</summary>
    /// <param name="groups">Each row's group, counted from 0.</param>
    /// <param name="labels">What was true: 0 or 1; as many.</param>
    /// <param name="predictions">What was predicted: 0 or 1; as many.</param>
    /// <param name="counts">Gets a table for each group, all zeros for one without rows; 1 to 256 long.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label or prediction is neither 0 nor 1, a group is not below the length of
    /// <paramref name="counts"/>, or that length is out of range.</exception>
    public static void ByGroup(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, Span<ConfusionCounts> counts)
    {
        if (groups.Length != labels.Length)
        {
            throw new ArgumentException($"There are {groups.Length} groups and {labels.Length} labels; expected as many of each.", nameof(groups));
        }

        if (counts.Length is < 1 or > 256)
        {
            throw new ArgumentException($"There is room for {counts.Length} groups; expected 1 to 256.", nameof(counts));
        }

        Compute(groups, labels, predictions, counts);
    }

    private static void Compute(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, Span<ConfusionCounts> counts)
    {
        BinaryLabels.RequireSameLength(predictions.Length, labels.Length, nameof(predictions));
        Span<long> cells = stackalloc long[4 * counts.Length];
        cells.Clear();

        // Checked and counted a block at a time, so that memory is read once.
        for (int start = 0; start < labels.Length; start += ConfusionKernel.BlockLength)
        {
            int length = Math.Min(ConfusionKernel.BlockLength, labels.Length - start);
            ReadOnlySpan<byte> own = groups.IsEmpty ? groups : groups.Slice(start, length);
            BinaryLabels.Require(labels.Slice(start, length), nameof(labels));
            BinaryLabels.Require(predictions.Slice(start, length), nameof(predictions));
            if (!own.IsEmpty && TensorPrimitives.Max(own) is byte greatest && greatest >= counts.Length)
            {
                throw new ArgumentException($"There is a group {greatest}; expected groups below {counts.Length}.", nameof(groups));
            }

            ConfusionKernel.Count(own, labels.Slice(start, length), predictions.Slice(start, length), cells);
        }

        for (int group = 0; group < counts.Length; group++)
        {
            ReadOnlySpan<long> four = cells.Slice(4 * group, 4);
            counts[group] = new(TruePositives: four[3], FalsePositives: four[1], TrueNegatives: four[0], FalseNegatives: four[2]);
        }
    }
}
