namespace AISafety.Statistics.Tests;

/// <summary>Rows of two features of which the model sees the first only; labels come by both.</summary>
internal sealed record SimulatedRows(double[] Features, double[] Scores, byte[] Labels, byte[] Predictions)
{
    /// <param name="random">Draws.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="first">The mean of the first feature, whose spread is 1.5.</param>
    /// <param name="second">The mean of the second, whose spread is 1.</param>
    /// <param name="logit">The log odds of label 1.</param>
    public static SimulatedRows Draw(Random random, int count, double first, double second, Func<double, double, double> logit)
    {
        double[] features = new double[2 * count];
        double[] scores = new double[count];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            features[2 * i] = first + 1.5 * Samples.Normal(random);
            features[2 * i + 1] = second + Samples.Normal(random);

            // Too sure by a factor of two.
            scores[i] = 1 / (1 + Math.Exp(-2 * features[2 * i]));
            labels[i] = (byte)(random.NextDouble() < 1 / (1 + Math.Exp(-logit(features[2 * i], features[2 * i + 1]))) ? 1 : 0);
        }

        return new(features, scores, labels, Array.ConvertAll(scores, score => (byte)(score >= 0.5 ? 1 : 0)));
    }

    public PerformanceValues Realised => ExpectedPerformance.Of(Scores, Array.ConvertAll(Labels, label => (double)label), Predictions);
}
