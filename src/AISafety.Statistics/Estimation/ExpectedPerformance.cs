using System.Buffers;

namespace AISafety.Statistics;

/// <summary>What the metrics of a binary classifier are expected to be, given how probable label 1 is in each row.</summary>
/// <remarks>
/// <para>With labels that are independent and 1 with probability p: E[TP] is the sum of p over the rows predicted 1, E[FN] that over the others, E[FP] and E[TN] the sums of
/// 1 - p. Accuracy and precision of these counts are exact expectations; recall and F1 are ratios of expectations, which differ from the expectation by
/// O(1/n). The area is the sum over pairs i, j of two rows of p_i (1 - p_j) [s_i &gt; s_j], ties half, over the sum of p_i (1 - p_j): again a ratio of expectations. A row
/// makes no pair with itself. n log n.</para>
/// <para>With probabilities of 0 and 1 these are the realised metrics themselves. Confidence-based performance estimation: J. Białek, W. Kuberski, N. Perrakis and A. Bifet,
/// Estimating model performance under covariate shift without labels, 2024.</para>
/// </remarks>
public static class ExpectedPerformance
{
    /// <summary>Computes the expected metrics.</summary>
    /// <param name="scores">By which the rows are ranked, any numbers. NaN means missing: the row is passed over.</param>
    /// <param name="probabilities">p, 0 to 1; as many.</param>
    /// <param name="predictions">0 or 1; as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, a probability of a row with a score is not from 0 to 1, or a prediction is neither 0 nor 1.</exception>
    public static PerformanceValues Of(ReadOnlySpan<double> scores, ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> predictions)
    {
        if (scores.Length != probabilities.Length)
        {
            throw new ArgumentException($"There are {scores.Length} scores and {probabilities.Length} probabilities; expected as many of each.", nameof(probabilities));
        }

        RankedChunk chunk = RankedChunk.Create(scores, predictions);
        double[] rented = ArrayPool<double>.Shared.Rent(chunk.Count);
        for (int i = 0; i < chunk.Count; i++)
        {
            double p = probabilities[chunk.Rows[i]];
            rented[i] = p is >= 0 and <= 1 ? p : throw new ArgumentException($"A probability is {p}; expected 0 to 1.", nameof(probabilities));
        }

        PerformanceValues values = chunk.Expect(rented.AsSpan(0, chunk.Count));
        ArrayPool<double>.Shared.Return(rented);
        return values;
    }
}
