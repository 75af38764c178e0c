namespace AISafety.Statistics.Tests.Kernels;

public sealed class ValuesBetweenTests
{
    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void TryGather_any_length_and_offset_equals_a_loop(string kind)
    {
        double[] all = KernelInputs.Draw(kind, 270, 4);
        foreach ((double low, double high) in new[] { (-0.5, 0.5), (1, 2), (0.1f, 0.1f), (double.NegativeInfinity, double.PositiveInfinity), (0.0, 1e-300) })
        {
            for (int length = 0; length <= 257; length++)
            {
                double[] values = all[(length % 13)..][..length];
                double[] between = new double[length + 4];
                int count = ValuesBetween.TryGather(values, low, high, between, out long below, out long atLow);

                Assert.That(between[..count], Is.EqualTo(values.Where(value => value > low && value < high)));
                Assert.That(below, Is.EqualTo(values.Count(value => value < low)));
                Assert.That(atLow, Is.EqualTo(values.Count(value => value == low)));
            }
        }
    }

    [Test]
    public void TryGather_what_does_not_fit_is_said()
    {
        double[] ones = [.. Enumerable.Repeat(1.0, 100)];

        Assert.That(ValuesBetween.TryGather(ones, 0, 2, new double[99], out _, out _), Is.EqualTo(-1));
        Assert.That(ValuesBetween.TryGather(ones, 0, 2, new double[104], out _, out _), Is.EqualTo(100));
        Assert.That(ValuesBetween.TryGather([], 0, 2, [], out _, out _), Is.Zero);
    }
}
