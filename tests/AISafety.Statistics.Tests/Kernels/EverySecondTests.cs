namespace AISafety.Statistics.Tests.Kernels;

public class EverySecondTests
{
    [Test]
    public void Copy_everyLengthAndOffset_isEverySecond([ValueSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))] string kind)
    {
        double[] values = KernelInputs.Draw(kind, 270, 1);
        for (int length = 0; length <= 257; length++)
        {
            int even = length / 2 * 2;
            for (int start = 0; start < 4; start++)
            {
                for (int offset = 0; offset < 2; offset++)
                {
                    double[] expected = [.. values.Skip(start).Take(even).Where((_, i) => i % 2 == offset)];
                    double[] target = new double[(even / 2) + 1];
                    EverySecond.Copy(values.AsSpan(start, even), offset, target);
                    Assert.That(target[..^1], Is.EqualTo(expected));
                    Assert.That(target[^1], Is.Zero);

                    // In place, from where the values begin or one place before.
                    double[] own = values.AsSpan(0, start + even).ToArray();
                    EverySecond.Copy(own.AsSpan(start, even), offset, own.AsSpan(Math.Max(0, start - 1)));
                    Assert.That(own.AsSpan(Math.Max(0, start - 1), even / 2).ToArray(), Is.EqualTo(expected));
                }
            }
        }
    }
}
