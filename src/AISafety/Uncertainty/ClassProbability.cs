namespace AISafety.Uncertainty;

/// <summary>What counts as the probability of a class.</summary>
internal static class ClassProbability
{
    // What a softmax in single precision may be beyond 0 or 1.
    private const float Tolerance = 1e-3f;

    /// <summary>The probability, 0 to 1.</summary>
    /// <exception cref="ArgumentException">It is further outside than rounding explains, or NaN.</exception>
    public static float Within(float probability) =>
        probability is >= -Tolerance and <= 1 + Tolerance
            ? Math.Clamp(probability, 0f, 1f)
            : throw new ArgumentException("A probability is not from 0 to 1.", nameof(probability));
}
