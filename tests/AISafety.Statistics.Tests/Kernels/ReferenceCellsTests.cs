using System.Numerics;

namespace AISafety.Statistics.Tests.Kernels;

public sealed class ReferenceCellsTests
{
    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void TryCompare_every_length_and_offset_equals_the_greatest_gap(string kind)
    {
        foreach (string reference in new[] { "normal", "ties", "heavy", "zeros" })
        {
            AssertGaps<float>(reference, kind);
            AssertGaps<double>(reference, kind);
        }
    }

    private static void AssertGaps<T>(string reference, string kind)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] ascending = [.. KernelInputs.Draw<T>(reference, 701, 5).Order()];
        ReferenceCells<T> cells = ReferenceCells<T>.TryCreate(ascending) ?? throw new AssertionException($"There are no cells for {reference}.");
        T[] values = KernelInputs.Draw<T>(kind, KernelInputs.Longest + KernelInputs.Offsets, 1);
        int settled = 0;
        foreach ((int offset, int length) in KernelInputs.Slices)
        {
            T[] sample = [.. values.AsSpan(offset, length).ToArray().Where(value => !T.IsNaN(value)).Order()];
            if (!cells.TryCompare(values.AsSpan(offset, length), out KolmogorovSmirnovGap gap))
            {
                continue;
            }

            settled++;
            KolmogorovSmirnovGap expected = new(GreatestGap(ascending, sample), ascending.Length, sample.Length, length - sample.Length);
            Assert.That(gap, Is.EqualTo(expected), (typeof(T).Name, reference, offset, length).ToString);
        }

        Assert.That(settled, Is.Positive);
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
