namespace AISafety.Statistics;

/// <summary>The mean of a loss over the rows that have a score.</summary>
internal static class ScoreLoss
{
    public static double Mean<T, TLoss>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IScoreLoss
    {
        BinaryLabels.RequireSameLength(scores.Length, labels.Length, nameof(scores));
        BinaryLabels.Require(labels, nameof(labels));
        (double sum, long count, bool outOfRange) = ScoreLossKernel.Sum(scores, labels, loss);
        return outOfRange ? throw new ArgumentException("A score is below 0 or above 1; expected probabilities.", nameof(scores)) : sum / count;
    }
}
