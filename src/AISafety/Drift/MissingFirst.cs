namespace AISafety.Drift;

/// <summary>Puts missing values before every number, so that they take part in comparisons of order.</summary>
internal static class MissingFirst
{
    /// <summary>The values, with -infinity for NaN.</summary>
    public static float[] Of(ReadOnlySpan<float> values)
    {
        float[] keys = new float[values.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = float.IsNaN(values[i]) ? float.NegativeInfinity : values[i];
        }

        return keys;
    }
}
