using AISafety.Statistics;

namespace AISafety.Testing;

/// <summary>Which input a call is given: one after the other, or drawn by a seed and the call's number.</summary>
internal sealed class InputOrder(int count, ulong? seed)
{
    private readonly ulong _start = SplitMix64.Mix(seed ?? 0);

    /// <param name="call">The call's number, from 1.</param>
    public int Of(long call) => seed is null
        ? (int)((call - 1) % count)
        : (int)Math.BigMul(SplitMix64.Mix(_start + ((ulong)call * SplitMix64.Step)), (ulong)count, out _);
}
