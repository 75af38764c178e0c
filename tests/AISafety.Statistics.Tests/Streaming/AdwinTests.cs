namespace AISafety.Statistics.Tests.Streaming;

public class AdwinTests
{
    private static readonly Func<Random, int, double>[] _streams =
    [
        (random, _) => random.NextDouble(),
        (random, i) => random.NextDouble() < (i / 700 % 2 == 0 ? 0.1 : 0.4) ? 1 : 0,
        (random, i) => (i / 1000) + Samples.Normal(random),
        (random, i) => 1e9 + (i > 1500 ? 3 : 0) + Samples.Normal(random),
        (random, _) => Samples.Cauchy(random),
        (random, i) => 1e-300 * (random.NextDouble() + (i / 900)),
        (_, i) => i / 512,
        (_, _) => 0.1,
        (random, _) => 1e300 * Samples.Normal(random),
        (random, i) => i < 1000 ? 1e12 * random.NextDouble() : random.NextDouble(),
    ];

    [Test]
    public void Update_anyStream_isTheDefinitionsToTheLastBit([Range(0, 9)] int stream)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            (double delta, int interval) = new[] { (0.002, 32), (0.3, 32), (0.002, 1), (0.05, 7), (0.002, 50), (0.9, 33) }[seed % 6];
            Adwin adwin = new(delta, interval);
            AdwinByDefinition plain = new(delta, interval);
            for (int i = 0; i < 3000; i++)
            {
                double value = _streams[stream](random, i);
                DriftState expected = plain.Update(value) ? DriftState.Drift : DriftState.None;
                Assert.That(adwin.Update(value), Is.EqualTo(expected), $"seed {seed}, value {i}");
                Assert.That((adwin.Width, adwin.Mean, adwin.Variance), Is.EqualTo((plain.Width, plain.Mean, plain.Variance)), $"seed {seed}, value {i}");
            }
        }
    }
}
