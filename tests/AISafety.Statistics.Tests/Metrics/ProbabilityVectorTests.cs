using CsCheck;

namespace AISafety.Statistics.Tests;

public class ProbabilityVectorTests
{
    [TestCase(new float[0], ProbabilityFault.Empty)]
    [TestCase(new[] { 1f }, ProbabilityFault.None)]
    [TestCase(new[] { 0.5f, 0.5f }, ProbabilityFault.None)]
    [TestCase(new[] { -0f, 1f }, ProbabilityFault.None)]
    [TestCase(new[] { 0.4995f, 0.5f }, ProbabilityFault.None)]
    [TestCase(new[] { -0.0005f, 1.0005f }, ProbabilityFault.None)]
    [TestCase(new[] { 0.4f, 0.5f }, ProbabilityFault.SumNotOne)]
    [TestCase(new[] { 0.9f, 0.9f }, ProbabilityFault.SumNotOne)]
    [TestCase(new[] { -0.1f, 1.1f }, ProbabilityFault.OutOfRange)]
    [TestCase(new[] { 2f, -1f }, ProbabilityFault.OutOfRange)]
    [TestCase(new[] { float.NaN, 1f }, ProbabilityFault.NotFinite)]
    [TestCase(new[] { 5f, float.NaN }, ProbabilityFault.NotFinite)]
    [TestCase(new[] { float.PositiveInfinity, float.NegativeInfinity }, ProbabilityFault.NotFinite)]
    public void FindFault_names_the_gravest_fault(float[] probabilities, ProbabilityFault expected) =>
        Assert.That(ProbabilityVector.FindFault<float>(probabilities, 1e-3, out _), Is.EqualTo(expected));

    [Test]
    public void FindFault_many_classes_sums_in_double()
    {
        // A running sum in single precision would be off by almost 1 %.
        float[] probabilities = new float[1_000_000];
        Array.Fill(probabilities, 1e-6f);
        Assert.That(ProbabilityVector.FindFault<float>(probabilities, 1e-7, out double sum), Is.EqualTo(ProbabilityFault.None));
        Assert.That(sum, Is.EqualTo(1_000_000 * (double)1e-6f).Within(1e-9));
    }

    [Test]
    public void FindFault_float_and_double_agree() =>
        Gen.Float[-0.1f, 1.1f].Array[0, 20].Sample(
            values =>
            {
                double[] wide = [.. values.Select(value => (double)value)];
                return ProbabilityVector.FindFault<float>(values, 1e-3, out double a) == ProbabilityVector.FindFault<double>(wide, 1e-3, out double b)
                    && a.Equals(b);
            },
            seed: "0000KtXeF2x1",
            iter: 2_000);

    [TestCase(-1e-9)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void FindFault_tolerance_out_of_range_throws(double tolerance) =>
        Assert.That(() => ProbabilityVector.FindFault<float>([1f], tolerance, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
