using System.Numerics;

namespace AISafety.Statistics.Tests.Kernels;

public sealed class AreaBetweenStepsTests
{
    private static readonly string[] _finiteKinds = ["normal", "ties", "constant", "sorted", "reversed", "heavy", "offset", "denormal", "zeros"];

    [TestCaseSource(nameof(_finiteKinds))]
    public void Of_every_length_and_offset_equals_the_sum_over_all_steps(string kind)
    {
        AssertAreas<float>(kind);
        AssertAreas<double>(kind);
    }

    private static void AssertAreas<T>(string kind)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = [.. KernelInputs.Draw<T>(kind, KernelInputs.Longest + KernelInputs.Offsets, 1).Order()];
        T[] others = [.. KernelInputs.Draw<T>(kind == "heavy" ? kind : "normal", KernelInputs.Longest + KernelInputs.Offsets, 2).Order()];
        foreach ((int offset, int length) in KernelInputs.Slices.Where(slice => slice.Length > 0))
        {
            ReadOnlySpan<T> a = values.AsSpan(offset, length);
            foreach (int otherLength in (int[])[length, length / 3 + 1, KernelInputs.Longest - length / 2])
            {
                ReadOnlySpan<T> b = others.AsSpan(KernelInputs.Offsets - offset, otherLength);
                double expected = Expected(a, b);
                Assert.That(AreaBetweenSteps.Of(a, b), Is.EqualTo(expected).Within(1e-12 * expected), (typeof(T).Name, offset, length, otherLength).ToString);
            }
        }
    }

    private static double Expected<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double area = 0;
        int i = 0;
        int j = 0;
        while (i < a.Length || j < b.Length)
        {
            double value = double.CreateTruncating(j == b.Length || (i < a.Length && a[i] <= b[j]) ? a[i++] : b[j++]);
            double next = i < a.Length && j < b.Length ? Math.Min(double.CreateTruncating(a[i]), double.CreateTruncating(b[j]))
                : i < a.Length ? double.CreateTruncating(a[i])
                : j < b.Length ? double.CreateTruncating(b[j])
                : value;
            long gap = Math.Abs((long)i * b.Length - (long)j * a.Length);
            area += gap * (next - value);
        }

        return area / ((double)a.Length * b.Length);
    }
}
