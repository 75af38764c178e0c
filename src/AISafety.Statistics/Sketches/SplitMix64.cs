namespace AISafety.Statistics;

/// <summary>SplitMix64: a generator whose n-th output is <see cref="Mix"/> of seed + n <see cref="Step"/>, so that any of them is had without those before. Not for secrets.</summary>
/// <remarks>Source: G. Steele, D. Lea and C. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014; constants of the mixing by D. Stafford.</remarks>
public static class SplitMix64
{
    /// <summary>By how much the state grows with each output; odd, so that the states repeat only after 2^64.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15UL;

    /// <summary>The output of a state; one to one.</summary>
    /// <param name="state">Any number.</param>
    public static ulong Mix(ulong state)
    {
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EBUL;
        return state ^ (state >> 31);
    }
}
