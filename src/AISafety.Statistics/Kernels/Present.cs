using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>The values that are not missing.</summary>
internal static class Present
{
    /// <summary>Copies what is not NaN, in order, without a branch on data.</summary>
    /// <param name="values">The values.</param>
    /// <param name="target">Takes the numbers; at least as long as the values.</param>
    /// <returns>The filled part of the target.</returns>
    public static Span<T> Copy<T>(ReadOnlySpan<T> values, Span<T> target)
        where T : struct, IFloatingPointIeee754<T>
    {
        target = target[..values.Length];
        if (!System.Numerics.Tensors.TensorPrimitives.IsNaNAny(values))
        {
            values.CopyTo(target);
            return target;
        }

        ref T to = ref MemoryMarshal.GetReference(target);
        int count = 0;
        foreach (T value in values)
        {
            Unsafe.Add(ref to, count) = value;
            count += Unsafe.BitCast<bool, byte>(!T.IsNaN(value));
        }

        return target[..count];
    }
}
