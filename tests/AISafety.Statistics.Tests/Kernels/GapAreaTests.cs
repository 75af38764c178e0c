namespace AISafety.Statistics.Tests.Kernels;

public class GapAreaTests
{
    [Test]
    public void Sum_everyLengthAndOffset_isTheSumOneByOne(
        [Values("normal", "ties", "constant", "heavy", "offset", "denormal", "zeros", "reversed")] string kind)
    {
        double[] places = KernelInputs.Draw(kind, 258, 1);
        Array.Sort(places);
        double[] integrals = [.. places.Select(Math.Abs)];
        double[] reaches = [.. KernelInputs.Draw(kind, 257, 2).Order()];
        double[] least = [.. KernelInputs.Draw(kind, 257, 3).Select(value => -Math.Abs(value))];
        for (int length = 0; length <= 257; length++)
        {
            foreach (int from in new[] { 0, 1, 2, 3, length / 2, length })
            {
                int to = Math.Max(from, length);
                double expected = 0;
                double size = 0;
                for (int i = from; i < to; i++)
                {
                    double level = ((i + 1) * (1.0 / 258)) - 0.5;
                    double first = integrals[i] - (level * places[i]);
                    double second = integrals[i + 1] - (level * places[i + 1]);
                    bool isBetween = places[i] < reaches[i] && reaches[i] < places[i + 1];
                    expected += isBetween ? first + second - (2 * least[i]) : Math.Abs(second - first);
                    size += Math.Abs(first) + Math.Abs(second) + Math.Abs(least[i]);
                }

                Assert.That(GapArea.Sum(places, integrals, reaches, least, from, to, 1.0 / 258), Is.EqualTo(expected).Within(1e-14 * size), $"{from} to {to}");
            }
        }
    }
}
