using System.Numerics;

namespace AISafety.Statistics.Tests.Kernels;

public sealed class ReferenceCellsTests
{
    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Compare_every_length_and_offset_equals_the_greatest_gap(string kind)
    {
        foreach (string reference in new[] { "normal", "ties", "heavy", "zeros" })
        {
            foreach ((int cells, double tail) in new[] { (3, 0), (64, 0.01), (256, 0.0005), (4096, 0) })
            {
                AssertGaps<float>(reference, kind, cells, tail);
                AssertGaps<double>(reference, kind, cells, tail);
            }
        }
    }

    private static void AssertGaps<T>(string reference, string kind, int count, double tail)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] ascending = [.. KernelInputs.Draw<T>(reference, 701, 5).Order()];
        ReferenceCells<T> cells = ReferenceCells<T>.TryCreate(ascending, count, tail) ?? throw new AssertionException($"There are no cells for {reference}.");
        T[] values = KernelInputs.Draw<T>(kind, KernelInputs.Longest + KernelInputs.Offsets, 1);
        foreach ((int offset, int length) in KernelInputs.Slices)
        {
            T[] sample = [.. values.AsSpan(offset, length).ToArray().Where(value => !T.IsNaN(value)).Order()];
            KolmogorovSmirnovGap gap = cells.Compare(values.AsSpan(offset, length));
            KolmogorovSmirnovGap expected = new(GreatestGap(ascending, sample), ascending.Length, sample.Length, length - sample.Length);
            Assert.That(gap, Is.EqualTo(expected), (typeof(T).Name, reference, count, offset, length).ToString);
        }
    }

    // Between two values of the sample only the reference's function rises: the gap is greatest at a value or just below one.
    private static long GreatestGap<T>(T[] ascending, T[] sample)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long greatest = 0;
        int below = 0;
        int atOrBelow = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            while (below < ascending.Length && ascending[below] < sample[i])
            {
                below++;
            }

            while (atOrBelow < ascending.Length && ascending[atOrBelow] <= sample[i])
            {
                atOrBelow++;
            }

            if (i == 0 || sample[i] != sample[i - 1])
            {
                greatest = Math.Max(greatest, Math.Abs((long)below * sample.Length - (long)i * ascending.Length));
            }

            if (i + 1 == sample.Length || sample[i] != sample[i + 1])
            {
                greatest = Math.Max(greatest, Math.Abs((long)atOrBelow * sample.Length - (i + 1L) * ascending.Length));
            }
        }

        return greatest;
    }
}
