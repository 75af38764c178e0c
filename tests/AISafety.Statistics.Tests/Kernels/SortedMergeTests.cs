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

    [Test]
    public void Into_sides_whose_addresses_differ_by_part_of_a_number_is_the_sorted_whole()
    {
        // As a span cast from bytes may lie.
        byte[] bytes = new byte[8 * 40 + 4];
        Span<double> shifted = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(bytes.AsSpan(4, 8 * 40));
        double[] other = [.. Enumerable.Range(0, 41).Select(i => i * 1.5)];
        for (int i = 0; i < 40; i++)
        {
            shifted[i] = i;
        }

        double[] target = new double[81];
        SortedMerge.Into(shifted, other, target);

        Assert.That(target, Is.EqualTo(Enumerable.Range(0, 40).Select(i => (double)i).Concat(other).Order()));
    }
}
