namespace AISafety.Statistics;

/// <summary>The rows of a chunk that have a score, in ascending order of it.</summary>
internal sealed class RankedChunk
{
    private RankedChunk(double[] scores, int[] rows, byte[] predictions) => (Scores, Rows, Predictions) = (scores, rows, predictions);

    /// <summary>The scores, ascending.</summary>
    public double[] Scores { get; }

    /// <summary>In which row of the chunk each stood.</summary>
    public int[] Rows { get; }

    /// <summary>The prediction of each.</summary>
    public byte[] Predictions { get; }

    public int Count => Scores.Length;

    /// <exception cref="ArgumentException">The lengths differ, or a prediction is neither 0 nor 1.</exception>
    public static RankedChunk Create(ReadOnlySpan<double> scores, ReadOnlySpan<byte> predictions)
    {
        if (scores.Length != predictions.Length)
        {
            throw new ArgumentException($"There are {scores.Length} scores and {predictions.Length} predictions; expected as many of each.", nameof(predictions));
        }

        BinaryLabels.Require(predictions, nameof(predictions));
        List<int> present = new(scores.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsNaN(scores[i]))
            {
                present.Add(i);
            }
        }

        int[] rows = [.. present];
        double[] ascending = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ascending[i] = scores[rows[i]];
        }

        Array.Sort(ascending, rows);
        byte[] own = new byte[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            own[i] = predictions[rows[i]];
        }

        return new(ascending, rows, own);
    }

    /// <summary>The expected metrics; see <see cref="ExpectedPerformance"/>.</summary>
    /// <param name="probabilities">Of each row in ascending order of score.</param>
    public PerformanceValues Expect(ReadOnlySpan<double> probabilities)
    {
        double hits = 0;
        double positives = 0;
        double selected = 0;
        double right = 0;
        double below = 0;
        double self = 0;
        double ranked = 0;
        int from = 0;
        while (from < Scores.Length)
        {
            // Rows of one score: with each other they count half, with the negatives below one.
            double score = Scores[from];
            double ups = 0;
            double downs = 0;
            double own = 0;
            int to = from;
            for (; to < Scores.Length && Scores[to] == score; to++)
            {
                double p = probabilities[to];
                ups += p;
                downs += 1 - p;
                own += p * (1 - p);
                if (Predictions[to] == 1)
                {
                    selected++;
                    hits += p;
                    right += p;
                }
                else
                {
                    right += 1 - p;
                }
            }

            ranked += ups * below + 0.5 * (ups * downs - own);
            below += downs;
            positives += ups;
            self += own;
            from = to;
        }

        double pairs = positives * below - self;
        return new(
            Math.Min(1, right / Count),
            Math.Min(1, hits / selected),
            Math.Min(1, hits / positives),
            Math.Min(1, 2 * hits / (selected + positives)),
            pairs > 1e-12 * Count ? Math.Clamp(ranked / pairs, 0, 1) : double.NaN);
    }
}
