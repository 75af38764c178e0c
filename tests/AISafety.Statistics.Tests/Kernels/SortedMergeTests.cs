namespace AISafety.Statistics.Tests.Kernels;

public class SortedMergeTests
{
    private static readonly string[] _kinds = [.. KernelInputs.Kinds.Except(["gaps", "mixed", "missing"])];

    [Test]
    public void Into_everyLength_isTheSortedWhole([ValueSource(nameof(_kinds))] string kind)
    {
        for (int length = 0; length <= 257; length++)
        {
            foreach (int second in new[] { 0, 1, 7, 8, 9, length / 2, length, 257 - length })
            {
                double[] a = Ascending(kind, length, 1);
                double[] b = Ascending(kind, second, 2);
                double[] target = new double[a.Length + b.Length + 1];
                SortedMerge.Into(a, b, target);
                double[] whole = [.. a, .. b];
                Array.Sort(whole);
                Assert.That(target[..^1], Is.EqualTo(whole), $"{length} and {second}");
                Assert.That(target[..^1].Count(IsNegativeZero), Is.EqualTo(whole.Count(IsNegativeZero)), $"{length} and {second}");
                Assert.That(target[^1], Is.Zero, $"{length} and {second}: written beyond the end");
            }
        }
    }

    [Test]
    public void Into_everyOffset_isTheSortedWhole()
    {
        double[] values = Ascending("ties", 300, 3);
        double[] target = new double[600];
        for (int offset = 0; offset < 40; offset++)
        {
            ReadOnlySpan<double> a = values.AsSpan(offset, 61);
            ReadOnlySpan<double> b = values.AsSpan(300 - 61 - offset, 61 + (offset / 2));
            Span<double> to = target.AsSpan(offset, a.Length + b.Length);
            SortedMerge.Into(a, b, to);
            double[] whole = [.. a, .. b];
            Array.Sort(whole);
            Assert.That(to.ToArray(), Is.EqualTo(whole), $"offset {offset}");
        }
    }

    private static double[] Ascending(string kind, int length, int seed)
    {
        double[] values = [.. KernelInputs.Draw(kind, length, seed).Where(value => !double.IsNaN(value))];
        Array.Sort(values);
        return values;
    }

    private static bool IsNegativeZero(double value) => value == 0 && double.IsNegative(value);
}
