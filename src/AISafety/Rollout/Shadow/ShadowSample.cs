using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>Chooses a share of calls: by key the same ones in every process, without a key by the call's number.</summary>
internal readonly struct ShadowSample
{
    private const int CharsAtOnce = sizeof(ulong) / sizeof(char);

    private readonly ulong _salt;
    private readonly ulong _below;
    private readonly bool _isAll;

    /// <param name="share">0 to 1.</param>
    /// <param name="seed">Makes the choice another one.</param>
    public ShadowSample(double share, int seed)
    {
        // Another stream than that of a rollout's assignment, or only one arm would be shadowed.
        _salt = SplitMix64.Mix((ulong)(uint)seed ^ 0x5AD0_5AD0_5AD0_5AD0UL);
        _isAll = share >= 1;
        _below = _isAll ? ulong.MaxValue : (ulong)Math.ScaleB(share, 64);
    }

    public bool Takes(string? key, ulong number) => _isAll || (_below > 0 && (key is null ? SplitMix64.Mix(number ^ _salt) : HashOf(key)) < _below);

    private ulong HashOf(ReadOnlySpan<char> key)
    {
        ulong hash = SplitMix64.Mix(_salt + (ulong)key.Length);
        while (!key.IsEmpty)
        {
            ulong word = 0;
            int taken = Math.Min(key.Length, CharsAtOnce);
            for (int i = 0; i < taken; i++)
            {
                word |= (ulong)key[i] << (16 * i);
            }

            hash = SplitMix64.Mix(hash ^ word) + SplitMix64.Step;
            key = key[taken..];
        }

        return SplitMix64.Mix(hash);
    }
}
