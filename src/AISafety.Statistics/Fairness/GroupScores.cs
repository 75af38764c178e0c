using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>How well scores rank, how well they are calibrated, and how high they are, in each group.</summary>
/// <remarks>NaN means a missing score: its row is passed over and counted. Immutable.</remarks>
public sealed class GroupScores
{
    private readonly ScoreMetrics[] _groups;

    private GroupScores(ScoreMetrics overall, ScoreMetrics[] groups) => (Overall, _groups) = (overall, groups);

    /// <summary>All rows together.</summary>
    public ScoreMetrics Overall { get; }

    /// <summary>Every group, in the order of the codes; the empty and the small ones too.</summary>
    public IReadOnlyList<ScoreMetrics> Groups => _groups;

    /// <summary>Computes the values.</summary>
    /// <param name="groups">Each row's group, counted from 0.</param>
    /// <param name="scores">Greater for label 1; NaN if missing. The calibration error asks for probabilities.</param>
    /// <param name="labels">What was true: 0 or 1; as many.</param>
    /// <param name="groupCount">How many groups; 1 to 65,536.</param>
    /// <param name="names">The groups' names, in the order of the codes; their codes if null.</param>
    /// <param name="options">The defaults if null.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is neither 0 nor 1, there is no such group, or there are not as many names as groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groupCount"/> or an option is out of range.</exception>
    public static GroupScores Compute<T>(
        ReadOnlySpan<int> groups, ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, int groupCount, IReadOnlyList<string>? names = null, FairnessOptions? options = null)
        where T : struct, IFloatingPointIeee754<T> =>
        Compute<int, T>(groups, scores, labels, groupCount, names, options);

    /// <inheritdoc cref="Compute{T}(ReadOnlySpan{int}, ReadOnlySpan{T}, ReadOnlySpan{byte}, int, IReadOnlyList{string}, FairnessOptions)"/>
    public static GroupScores Compute<T>(
        ReadOnlySpan<byte> groups, ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, int groupCount, IReadOnlyList<string>? names = null, FairnessOptions? options = null)
        where T : struct, IFloatingPointIeee754<T> =>
        Compute<byte, T>(groups, scores, labels, groupCount, names, options);

    private static GroupScores Compute<TCode, T>(
        ReadOnlySpan<TCode> groups, ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, int groupCount, IReadOnlyList<string>? names, FairnessOptions? options)
        where TCode : struct, IBinaryInteger<TCode>
        where T : struct, IFloatingPointIeee754<T>
    {
        options = FairnessOptions.Checked(options);
        BinaryLabels.RequireSameLength(scores.Length, labels.Length, nameof(scores));
        BinaryLabels.Require(labels, nameof(labels));
        GroupPartition<TCode> partition = new(groups, labels.Length, groupCount);
        FairnessMetrics.RequireNames(names, groupCount);
        T[] ownScores = ArrayPool<T>.Shared.Rent(scores.Length);
        byte[] ownLabels = ArrayPool<byte>.Shared.Rent(labels.Length);
        partition.Scatter(scores, ownScores);
        partition.Scatter(labels, ownLabels);
        ScoreMetrics[] metrics = new ScoreMetrics[groupCount];
        for (int group = 0; group < groupCount; group++)
        {
            Range rows = partition[group];
            metrics[group] = ScoreMetrics.Of<T>(group, FairnessMetrics.NameOf(group, names), ownScores.AsSpan(0, scores.Length)[rows], ownLabels.AsSpan(0, labels.Length)[rows], options);
        }

        ArrayPool<T>.Shared.Return(ownScores);
        ArrayPool<byte>.Shared.Return(ownLabels);
        return new(ScoreMetrics.Of(-1, "all", scores, labels, options), metrics);
    }
}
