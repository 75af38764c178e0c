using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class MedianTests
{
    private static readonly Gen<float> _values = Gen.OneOf(Gen.Float[-1e3f, 1e3f], Gen.Int[-2, 2].Select(i => (float)i), Gen.Const(float.NaN));

    [Test]
    public void Of_any_values_equals_the_sorted_middle()
    {
        _values.Array[0, 300].Sample(values =>
        {
            float[] sorted = [.. values.Where(value => !float.IsNaN(value)).Order()];
            float expected = sorted.Length == 0 ? float.NaN
                : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
                : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) * 0.5f;
            return Median.Of<float>(values).Equals(expected);
        }, seed: "0000median01");
    }

    [TestCase(new double[0], double.NaN)]
    [TestCase(new[] { double.NaN }, double.NaN)]
    [TestCase(new[] { 3.0 }, 3.0)]
    [TestCase(new[] { double.NaN, 3.0, 1.0 }, 2.0)]
    [TestCase(new[] { 5.0, 1.0, 3.0 }, 3.0)]
    [TestCase(new[] { double.PositiveInfinity, 1.0, 3.0 }, 3.0)]
    [TestCase(new[] { double.PositiveInfinity, double.PositiveInfinity }, double.PositiveInfinity)]
    [TestCase(new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    [TestCase(new[] { double.MaxValue, double.MaxValue }, double.MaxValue)]
    [TestCase(new[] { double.MinValue, double.MaxValue }, 0.0)]
    [TestCase(new[] { double.Epsilon, double.Epsilon }, double.Epsilon)]
    public void Of_an_edge_case_is_as_documented(double[] values, double expected)
    {
        double[] before = [.. values];

        Assert.That(Median.Of<double>(values), Is.EqualTo(expected));
        Assert.That(values, Is.EqualTo(before));
    }

    [TestCase(10_001)]
    [TestCase(100_000)]
    public void Of_values_in_an_unfriendly_order_is_exact(int count)
    {
        // Sorted, reversed, an organ pipe, all equal, and two values: what naive quickselects are slow or wrong on.
        float[][] orders =
        [
            [.. Enumerable.Range(0, count).Select(i => (float)i)],
            [.. Enumerable.Range(0, count).Select(i => (float)(count - i))],
            [.. Enumerable.Range(0, count).Select(i => (float)Math.Min(i, count - i))],
            [.. Enumerable.Repeat(7f, count)],
            [.. Enumerable.Range(0, count).Select(i => (float)(i % 2))],
        ];
        foreach (float[] values in orders)
        {
            float[] sorted = [.. values.Order()];
            float expected = count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
            Assert.That(Median.Of<float>(values), Is.EqualTo(expected));
        }
    }
}
