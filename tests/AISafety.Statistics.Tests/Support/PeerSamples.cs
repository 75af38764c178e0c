namespace AISafety.Statistics.Tests;

/// <summary>Samples that a few lines in any language make again, for reference values from a peer.</summary>
internal static class PeerSamples
{
    /// <summary>s = (1103515245 s + 12345) mod 2^31 from the seed; each value is floor(s / 65536) mod <paramref name="modulus"/>, plus <paramref name="shift"/>.</summary>
    public static double[] Of(int count, long seed, int modulus, double shift = 0)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            seed = (seed * 1103515245 + 12345) % 2147483648;
            values[i] = seed / 65536 % modulus + shift;
        }

        return values;
    }

    /// <summary>The pair (m, n, modulus): seeds 1 and 2, the second shifted by 0.15 times the modulus.</summary>
    public static (double[] Reference, double[] Current) Pair(int m, int n, int modulus) => (Of(m, 1, modulus), Of(n, 2, modulus, modulus * .15));
}
