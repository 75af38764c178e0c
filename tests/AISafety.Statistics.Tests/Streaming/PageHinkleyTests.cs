namespace AISafety.Statistics.Tests.Streaming;

public class PageHinkleyTests
{
    private static readonly Func<Random, int, double>[] _streams =
    [
        (random, _) => random.NextDouble(),
        (random, i) => random.NextDouble() < (i / 500 % 2 == 0 ? 0.1 : 0.3) ? 1 : 0,
        (random, i) => (i / 300 % 3) + Samples.Normal(random),
        (random, i) => 1e9 + (i > 1500 ? 3 : 0) + Samples.Normal(random),
        (random, _) => Samples.Cauchy(random),
        (random, _) => 5e-324 * random.Next(100),
        (random, _) => 1e308 * Samples.Normal(random),
        (_, _) => 0.1,
    ];

    [Test]
    public void Update_anyStream_firesWhereTheDefinitionDoes([Range(0, 7)] int stream, [Values(1e-322, 1e-6, 0.5, 5, 50, 1e308)] double threshold)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            (double tolerance, double forgetting, int least) = new[] { (0.005, 0.9999, 30), (0, 1, 1), (0.2, 0.9, 2) }[seed % 3];
            double[] values = [.. Enumerable.Range(0, 3000).Select(i => _streams[stream](random, i)).Select(value => double.IsFinite(value) ? value : 0)];
            int[] expected = ByDefinition(values, tolerance, threshold, forgetting, least);
            Assert.That(SharedStreams.Drifts(new PageHinkley(tolerance, threshold, forgetting, least), values), Is.EqualTo(expected), $"seed {seed}");
        }
    }

    private static int[] ByDefinition(double[] values, double tolerance, double threshold, double forgetting, int least)
    {
        List<int> drifts = [];
        (int n, double mean, double sum) = (0, 0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            n++;
            mean += (values[i] - mean) / n;
            sum = Math.Max(0, (forgetting * sum) + (values[i] - mean - tolerance));
            if (n + 1 >= least && sum > threshold)
            {
                drifts.Add(i);
                (n, mean, sum) = (0, 0, 0);
            }
        }

        return [.. drifts];
    }
}
