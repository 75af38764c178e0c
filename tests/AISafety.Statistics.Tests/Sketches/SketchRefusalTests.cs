namespace AISafety.Statistics.Tests.Sketches;

/// <summary>Bad parameters and values: the exception names the argument and the rule, and nothing was changed.</summary>
public class SketchRefusalTests
{
    private static readonly TestCaseData[] _parameters =
    [
        Case(() => new KllSketch(7), "k", "Expected 8 to 65535"),
        Case(() => new KllSketch(65_536), "k", "Expected 8 to 65535"),
        Case(() => new DdSketch(0.0009), "relativeError", "Expected 0.001 to 0.5"),
        Case(() => new DdSketch(0.51), "relativeError", "Expected 0.001 to 0.5"),
        Case(() => new DdSketch(double.NaN), "relativeError", "Expected 0.001 to 0.5"),
        Case(() => new HyperLogLog(3), "precision", "Expected 4 to 18"),
        Case(() => new HyperLogLog(19), "precision", "Expected 4 to 18"),
        Case(() => new CountMin(0), "epsilon", "more than 0 and less than 1"),
        Case(() => new CountMin(double.NaN), "epsilon", "more than 0 and less than 1"),
        Case(() => new CountMin(1e-9), "epsilon", "2^26 counters"),
        Case(() => new CountMin(0.1, 0), "delta", "more than 0 and less than 1"),
        Case(() => new CountMin(0.1, 1), "delta", "more than 0 and less than 1"),
    ];

    [TestCaseSource(nameof(_parameters))]
    public void Constructor_parameterOutOfRange_namesItAndTheRule(Func<object> make, string name, string rule) =>
        Assert.That(() => make(), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name).And.Message.Contains(rule));

    [Test]
    public void Kll_refused_isUnchanged()
    {
        KllSketch sketch = new(20);
        for (int i = 0; i < 100; i++)
        {
            sketch.Update(i);
        }

        byte[] before = sketch.ToBytes();
        Assert.That(() => sketch.Merge(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("other"));
        Assert.That(() => sketch.Merge(sketch), Throws.ArgumentException.With.Property("ParamName").EqualTo("other").And.Message.Contains("another sketch"));
        Assert.That(() => sketch.Merge(new(21)), Throws.ArgumentException.With.Property("ParamName").EqualTo("other").And.Message.Contains("same k"));
        RequireShares(sketch.Quantile);
        Assert.That(sketch.ToBytes(), Is.EqualTo(before));
    }

    [Test]
    public void DdSketch_refused_isUnchanged()
    {
        DdSketch sketch = new();
        sketch.Update(3);
        byte[] before = sketch.ToBytes();
        foreach (double infinite in new[] { double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.That(() => sketch.Update(infinite), Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Property("ParamName").EqualTo("value").And.Message.Contains("Expected a finite value"));
        }

        Assert.That(() => sketch.Merge(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("other"));
        Assert.That(() => sketch.Merge(new(0.02)), Throws.ArgumentException.With.Property("ParamName").EqualTo("other").And.Message.Contains("relative error"));
        RequireShares(sketch.Quantile);
        Assert.That(sketch.ToBytes(), Is.EqualTo(before));
        for (int i = 0; i < 62; i++)
        {
            sketch.Merge(sketch);
        }

        Assert.That(() => sketch.Merge(sketch), Throws.InstanceOf<OverflowException>());
        Assert.That(sketch.Count, Is.EqualTo(1L << 62));
    }

    [Test]
    public void HyperLogLog_refused_isUnchanged()
    {
        HyperLogLog sketch = new(5);
        sketch.Add(1);
        byte[] before = sketch.ToBytes();
        Assert.That(() => sketch.Merge(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("other"));
        Assert.That(() => sketch.Merge(new(6)), Throws.ArgumentException.With.Property("ParamName").EqualTo("other").And.Message.Contains("same precision"));
        Assert.That(sketch.ToBytes(), Is.EqualTo(before));
    }

    [Test]
    public void CountMin_refused_isUnchanged()
    {
        CountMin sketch = new(0.1, 0.1);
        sketch.Add(1, 5);
        byte[] before = sketch.ToBytes();
        Assert.That(() => sketch.Add(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("count"));
        Assert.That(() => sketch.Add("a"u8, -1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("count"));
        Assert.That(() => sketch.Add(1, long.MaxValue), Throws.InstanceOf<OverflowException>());
        Assert.That(() => sketch.Merge(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("other"));
        Assert.That(() => sketch.Merge(new(0.2, 0.1)), Throws.ArgumentException.With.Property("ParamName").EqualTo("other").And.Message.Contains("same size"));
        CountMin full = new(0.1, 0.1);
        full.Add(2, long.MaxValue);
        Assert.That(() => sketch.Merge(full), Throws.InstanceOf<OverflowException>());
        Assert.That(sketch.ToBytes(), Is.EqualTo(before));
    }

    private static void RequireShares(Func<double, double> quantile)
    {
        foreach (double share in new[] { -0.1, 1.1, double.NaN })
        {
            Assert.That(() => quantile(share), Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Property("ParamName").EqualTo("share").And.Message.Contains("Expected a share of 0 to 1"));
        }
    }

    private static TestCaseData Case(Func<object> make, string name, string rule) => new TestCaseData(make, name, rule).SetArgDisplayNames(name, rule);
}
