namespace Adversarial.Train;

/// <summary>Random numbers that are the same on every machine and with every version: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
internal sealed class SeededDraws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from -1 to 1.</summary>
    public float Signed() => (float)((Next() >> 40) * (1.0 / (1 << 23)) - 1);

    /// <summary>A number from 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    /// <summary>Puts numbers into a random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> numbers)
    {
        for (int last = numbers.Length - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (numbers[last], numbers[other]) = (numbers[other], numbers[last]);
        }
    }

    private ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
