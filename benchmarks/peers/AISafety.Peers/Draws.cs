namespace AISafety.Peers;

/// <summary>Random numbers from fixed seeds.</summary>
internal static class Draws
{
    public static double[] Normal(int count, int seed, double mean = 0)
    {
        Random random = new(seed);
        return Fill(count, () => mean + Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    /// <summary>Skewed: mean, deviation and skewness are 1, 1 and 2, none of them near 0, where relative differences mean nothing.</summary>
    public static double[] Exponential(int count, int seed)
    {
        Random random = new(seed);
        return Fill(count, () => -Math.Log(1 - random.NextDouble()));
    }

    /// <summary>Probabilities of a model: the logistic function of normal scores.</summary>
    public static double[] Probabilities(int count, int seed) => [.. Normal(count, seed).Select(score => 1 / (1 + Math.Exp(-score)))];

    /// <summary>1 with the probability that each row has.</summary>
    public static byte[] Labels(double[] probabilities, int seed)
    {
        Random random = new(seed);
        return Fill(probabilities.Length, i => (byte)(random.NextDouble() < probabilities[i] ? 1 : 0));
    }

    public static byte[] Codes(int count, int categories, int seed)
    {
        Random random = new(seed);
        return Fill(count, () => (byte)random.Next(categories));
    }

    public static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];

    private static T[] Fill<T>(int count, Func<T> draw) => Fill(count, _ => draw());

    private static T[] Fill<T>(int count, Func<int, T> draw)
    {
        T[] values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = draw(i);
        }

        return values;
    }
}
