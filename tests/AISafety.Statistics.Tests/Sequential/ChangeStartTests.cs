namespace AISafety.Statistics.Tests.Sequential;

public sealed class ChangeStartTests
{
    [TestCase(0.2, 1.0, 1_000, 1_000)]
    [TestCase(0.3, 1.0, 200, 1_000)]
    [TestCase(0.5, 1.0, 1_000, 5_000)]
    [TestCase(2.0, 1.0, 1_000, 1_000)]
    [TestCase(0.0, 1.2, 1_000, 1_000)]
    [TestCase(0.0, 1.3, 10_000, 1_000)]
    [TestCase(0.0, 0.7, 1_000, 1_000)]
    [TestCase(-0.3, 1.3, 1_000, 1_000)]
    public void Range_holdsTheStart_inNineOfTenRuns(double shift, double factor, int sample, int after)
    {
        const double Limit = 50_000;
        const int Longest = 3_000;
        int found = 0;
        int held = 0;
        for (int run = 0; run < 100; run++)
        {
            // Neighbouring seeds of System.Random give streams that are alike.
            Random random = new((int)(SplitMix64.Mix((ulong)(run + (1_000 * sample) + after)) >> 33));
            ConformalEDetector detector = new(Normals(random, sample), EDetectorGuarantee.RunLength, run);
            detector.Update(Normals(random, after), new double[after]);
            bool isEarly = detector.Evidence >= Limit;
            long delay = 0;
            while (delay < Longest && detector.Evidence < Limit)
            {
                delay++;
                detector.Update((float)(shift + (factor * Normal(random))));
            }

            if (!isEarly && delay < Longest)
            {
                ChangeStart start = detector.LocateStart();
                found++;
                held += start.Least <= delay && (delay <= start.Most || start.IsTruncated) ? 1 : 0;
            }
        }

        TestContext.Out.WriteLine($"{held} of {found}");
        Assert.That(found, Is.GreaterThan(50));
        Assert.That(held, Is.GreaterThanOrEqualTo((0.9 * found) - (3 * Math.Sqrt(0.09 * found))));
    }

    private static float[] Normals(Random random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)Normal(random);
        }

        return values;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
