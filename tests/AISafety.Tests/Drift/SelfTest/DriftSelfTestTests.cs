namespace AISafety.Tests.Drift.SelfTest;

public sealed class DriftSelfTestTests
{
    private static readonly DriftOptions _lifetime = new() { Guarantee = DriftGuarantee.LifetimeAlpha, WindowRows = 500 };
    private static readonly DriftSelfTestOptions _test = new() { Replays = 40, ReferenceRows = 3000, FreshRows = 2000 };

    [Test]
    public void Run_independent_rows_keep_the_promise()
    {
        DriftSelfTestResult result = DriftSelfTest.RunRows(FeatureSchema.ForVector(["a", "b"]), Series(4000, 0, 3), _lifetime, _test);
        TestContext.Out.WriteLine(result);
        Assert.That((result.SuggestedStride, result.KeepsPromise, result.AlarmedWithStride), Is.EqualTo(((int?)1, true, (int?)null)));
        Assert.That(result.Promised, Is.EqualTo(0.05).Within(1e-9));
        Assert.That(result.BlockLength, Is.EqualTo(16));
        Assert.That(result.ToString(), Does.Contain("kept").And.Contain("no stride is needed"));
    }

    [Test]
    public void Run_dependent_rows_break_it_and_the_suggested_stride_mends_it()
    {
        DriftSelfTestResult result = DriftSelfTest.RunRows(FeatureSchema.ForVector(["a", "b"]), Series(20_000, 0.9, 5), _lifetime, _test);
        TestContext.Out.WriteLine(result);
        Assert.That(result.KeepsPromise, Is.False);
        Assert.That(result.Rate.Lower, Is.GreaterThan(0.3));
        Assert.That(result.SuggestedStride, Is.InRange(15, 60));
        Assert.That(result.KeepsPromiseWithStride, Is.True);
        Assert.That(result.Autocorrelation[0].Lag1, Is.EqualTo(0.89).Within(0.02));
        Assert.That(result.ToString(), Does.Contain("BROKEN").And.Contain("Stride ="));
    }

    [Test]
    public void Run_trend_has_no_stride_and_says_so()
    {
        float[] rows = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];
        DriftSelfTestResult result = DriftSelfTest.RunRows(FeatureSchema.ForVector(["a"]), rows, _lifetime, _test with { Replays = 10, ReferenceRows = 100, FreshRows = 100 });
        Assert.That((result.SuggestedStride, result.AlarmedWithStride, result.BlockLength), Is.EqualTo(((int?)null, (int?)null, 100)));
        Assert.That(result.ToString(), Does.Contain("No stride"));
    }

    [Test]
    public void Run_bad_arguments_are_refused()
    {
        FeatureSchema<ReadOnlyMemory<float>>? schema = null;
        Assert.That(() => DriftSelfTest.RunRows(schema!, []), Throws.ArgumentNullException);
        Assert.That(() => DriftSelfTest.RunRows(FeatureSchema.ForVector(["a"]), new float[999]), Throws.ArgumentException.With.Message.Contains("1000 full rows"));
        Assert.That(
            () => DriftSelfTest.RunRows(FeatureSchema.ForVector(["a"]), new float[2_000], test: new() { BlockLength = 2_001 }),
            Throws.ArgumentException.With.Message.Contains("BlockLength is 2001"));
        Assert.That(() => DriftSelfTest.RunRows(FeatureSchema.ForVector(["a"]), new float[1_000], new() { Stride = 0 }), Throws.TypeOf<SafetyBuildException>());
    }

    // Two autoregressive features of variance 1.
    private static float[] Series(int count, double dependence, int seed)
    {
        Random random = new(seed);
        float[] rows = new float[2 * count];
        double[] last = [Normal(), Normal()];
        for (int i = 0; i < rows.Length; i++)
        {
            last[i % 2] = dependence * last[i % 2] + Math.Sqrt(1 - dependence * dependence) * Normal();
            rows[i] = (float)last[i % 2];
        }

        return rows;

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
