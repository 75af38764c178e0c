using System.Numerics;

namespace AISafety.Statistics.Tests.Kernels;

public sealed class PresentTests
{
    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Copy_every_length_and_offset_keeps_all_numbers_in_order(string kind)
    {
        AssertCopies<float>(kind);
        AssertCopies<double>(kind);
    }

    private static void AssertCopies<T>(string kind)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = KernelInputs.Draw<T>(kind, KernelInputs.Longest + KernelInputs.Offsets, 1);
        foreach ((int offset, int length) in KernelInputs.Slices)
        {
            T[] expected = [.. values.Skip(offset).Take(length).Where(value => !T.IsNaN(value))];
            Span<T> copied = Present.Copy<T>(values.AsSpan(offset, length), new T[length + 3]);
            Assert.That(copied.SequenceEqual(expected), Is.True, (typeof(T).Name, offset, length).ToString);
        }
    }
}
