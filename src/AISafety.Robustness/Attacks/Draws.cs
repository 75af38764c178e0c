using AISafety.Statistics;

namespace AISafety.Robustness;

/// <summary>Numbers drawn for one row: SplitMix64, started from a seed and the row's index.</summary>
internal sealed class Draws
{
    private ulong _state;

    /// <summary>Starts the row's own sequence.</summary>
    public void Start(int seed, int row) => _state = SplitMix64.Mix(SplitMix64.Mix((uint)seed) + ((ulong)(uint)row * SplitMix64.Step));

    /// <summary>0 or more, less than 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 or more, less than the limit.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>-1 or 1.</summary>
    public int Sign() => (Next() >> 63) == 0 ? -1 : 1;

    /// <summary>Of the standard normal distribution, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>An order of 0 to n - 1, each as likely as any other (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private ulong Next() => SplitMix64.Mix(_state += SplitMix64.Step);
}
