namespace AISafety.Statistics.Tests.Kernels;

public sealed class GaussianKernelTests
{
    private const int Vectors = 8;

    [Test]
    public void Apply_any_length_and_offset_equals_the_exponential()
    {
        Random random = new(1);
        double[] squared = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble() * Math.Pow(10, random.Next(-18, 4)))];
        for (int length = 0; length <= 256; length += Vectors)
        {
            for (int offset = 0; offset < Vectors; offset++)
            {
                double[] target = new double[length + offset];
                GaussianKernel.Apply(squared.AsSpan(offset, length), -0.7, target.AsSpan(offset));
                for (int i = 0; i < length; i++)
                {
                    double expected = Math.Exp(-0.7 * squared[offset + i]);
                    Assert.That(target[offset + i], Is.EqualTo(expected < 2.3e-308 ? 0 : expected).Within(5e-16 * expected), $"{squared[offset + i]}");
                }
            }
        }
    }

    [TestCase(0, 1)]
    [TestCase(-0.0, 1)]
    [TestCase(5e-324, 1)]
    [TestCase(709, 0)]
    [TestCase(1e300, 0)]
    [TestCase(double.PositiveInfinity, 0)]
    [TestCase(double.NaN, 0)]
    public void Apply_special_distance_is_exact(double squared, double expected)
    {
        double[] values = new double[Vectors];
        values.AsSpan().Fill(squared);
        GaussianKernel.Apply(values, -1, values);

        Assert.That(values, Is.All.EqualTo(expected));
    }

    [Test]
    public void Apply_near_the_least_exponent_keeps_its_digits()
    {
        double[] values = [700, 705, 707, 708, 708.39, 708.396, 708.3964, 708.397];
        double[] target = new double[Vectors];
        GaussianKernel.Apply(values, -1, target);
        for (int i = 0; i < Vectors - 1; i++)
        {
            Assert.That(target[i], Is.EqualTo(Math.Exp(-values[i])).Within(5e-14).Percent);
        }

        Assert.That(target[^1], Is.Zero);
    }
}
