namespace AISafety.Statistics.Tests;

public sealed class QuantileTests
{
    private static readonly double[] _probabilities = [0, 1, 0.5, 0.25, 0.01, 0.999, 1.0 / 3];

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Of_every_length_equals_the_sorted_definition(string kind)
    {
        for (int length = 0; length <= 257; length++)
        {
            double[] values = KernelInputs.Draw(kind, length + KernelInputs.Offsets, length);
            float[] floats = [.. values.Select(value => (float)value)];
            foreach (int offset in KernelInputs.OffsetsAt(length).Where(offset => length <= 20 || offset == length % KernelInputs.Offsets))
            {
                AssertQuantiles<double>(values.AsSpan(offset, length));
                AssertQuantiles<float>(floats.AsSpan(offset, length));
            }
        }
    }

    [Test]
    public void Of_known_values_equals_numpy()
    {
        // numpy.quantile([1, 2, 4, 8], [0.1, 0.5, 0.9]): 1.3, 3.0, 6.8.
        Assert.That(Quantile.Of<double>([8, 1, 4, 2], 0.1), Is.EqualTo(1.3).Within(1e-15));
        Assert.That(Quantile.Of<float>([8, 1, 4, 2], 0.5), Is.EqualTo(3f));
        Assert.That(Quantile.Of<double>([8, 1, 4, 2], 0.9), Is.EqualTo(6.8).Within(1e-15));
    }

    [Test]
    public void Of_an_edge_case_is_as_documented()
    {
        Assert.That(Quantile.Of<double>([], 0.5), Is.NaN);
        Assert.That(Quantile.Of<double>([1, double.PositiveInfinity], 0.5), Is.EqualTo(double.PositiveInfinity));
        Assert.That(Quantile.Of<double>([double.NegativeInfinity, double.PositiveInfinity], 0.5), Is.NaN);
        Assert.That(Quantile.Of<double>([double.MinValue, double.MaxValue], 0.5), Is.Zero);
        Assert.That(() => Quantile.Of<double>([1], 1.1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Quantile.Of<double>([1], double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Quantile.Of<double>([1], [0.5], []), Throws.ArgumentException.With.Property("ParamName").EqualTo("quantiles"));
    }

    private static void AssertQuantiles<T>(ReadOnlySpan<T> values)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        double[] sorted = [.. values.ToArray().Where(value => !T.IsNaN(value)).Select(double.CreateTruncating).Order()];
        T[] several = new T[_probabilities.Length];
        Assert.That(Quantile.Of(values, _probabilities, several), Is.EqualTo(sorted.Length));
        for (int i = 0; i < several.Length; i++)
        {
            T expected = T.CreateTruncating(Expected(sorted, _probabilities[i]));
            Assert.That(several[i], Is.EqualTo(expected).Within(1).Ulps);
            Assert.That(Quantile.Of(values, _probabilities[i]), Is.EqualTo(several[i]));
        }
    }

    private static double Expected(double[] sorted, double probability)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        double place = (sorted.Length - 1) * probability;
        int rank = (int)place;
        double fraction = place - rank;
        if (fraction == 0 || sorted[rank] == sorted[rank + 1])
        {
            return sorted[rank];
        }

        // From the nearer end, as numpy.quantile.
        double step = sorted[rank + 1] - sorted[rank];
        return !double.IsFinite(step) ? sorted[rank] * (1 - fraction) + sorted[rank + 1] * fraction
            : fraction < 0.5 ? sorted[rank] + fraction * step
            : sorted[rank + 1] - (1 - fraction) * step;
    }
}
