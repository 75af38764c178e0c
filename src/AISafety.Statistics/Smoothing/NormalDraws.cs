namespace AISafety.Statistics;

/// <summary>Independent draws of a normal distribution, by seed.</summary>
/// <remarks>Pairs by the transform of Box and Muller from uniform numbers of <see cref="SplitMix64"/>, in double precision: |z| goes up to 8.5. Two seeds give unrelated draws. Not for secrets. Source: Box and Muller, A note on the generation of random normal
/// deviates, Annals of Mathematical Statistics 29, 1958.</remarks>
public static class NormalDraws
{
    /// <summary>Adds a draw to each value.</summary>
    /// <param name="values">What is added to.</param>
    /// <param name="deviation">The standard deviation; 0 or more, finite.</param>
    /// <param name="seed">Any number; the same one gives the same draws.</param>
    /// <param name="result">Takes the sums; as long, and may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> is negative or not finite.</exception>
    public static void Add(ReadOnlySpan<float> values, double deviation, ulong seed, Span<float> result)
    {
        if (!(deviation >= 0 && double.IsFinite(deviation)))
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Expected 0 or more, and finite.");
        }

        if (result.Length != values.Length)
        {
            throw new ArgumentException($"There is room for {result.Length} values; expected {values.Length}.", nameof(result));
        }

        // Mixed first: seeds that follow each other by the generator's own step would share their numbers.
        ulong state = SplitMix64.Mix(seed ^ 0x6A09E667F3BCC909UL);
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = deviation * Math.Sqrt(-2 * Math.Log(NextPositive(ref state)));
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * NextPositive(ref state));
            result[i] = (float)(values[i] + radius * cosine);
            if (i + 1 < values.Length)
            {
                result[i + 1] = (float)(values[i + 1] + radius * sine);
            }
        }
    }

    // More than 0, at most 1.
    private static double NextPositive(ref ulong state)
    {
        state += SplitMix64.Step;
        return ((SplitMix64.Mix(state) >> 11) + 1) * (1.0 / (1UL << 53));
    }
}
