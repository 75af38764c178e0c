namespace AISafety.Statistics;

/// <summary>Fewer shades: every value in 0 to 1 becomes the nearest of 2^bits equally spaced ones, 0 and 1 among them.</summary>
/// <remarks>round(x (2^b - 1)) / (2^b - 1), halves away from zero; what lies outside of 0 to 1 becomes 0 or 1, NaN stays. Source: Xu, Evans and Qi, Feature squeezing, NDSS 2018, section 3.1.</remarks>
public static class BitDepthReduction
{
    /// <summary>Reduces values.</summary>
    /// <param name="values">The values; 0 to 1.</param>
    /// <param name="bits">How many bits are left: 1 to 16.</param>
    /// <param name="result">Takes the values; as long, and may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bits"/> is out of range.</exception>
    public static void Apply(ReadOnlySpan<float> values, int bits, Span<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 16);
        if (result.Length != values.Length)
        {
            throw new ArgumentException($"There is room for {result.Length} values; expected {values.Length}.", nameof(result));
        }

        float steps = (1 << bits) - 1;
        for (int i = 0; i < values.Length; i++)
        {
            result[i] = MathF.Round(Math.Clamp(values[i], 0f, 1f) * steps, MidpointRounding.AwayFromZero) / steps;
        }
    }
}
