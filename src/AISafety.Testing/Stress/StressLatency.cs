namespace AISafety.Testing;

/// <summary>How long calls took, in microseconds: the values of which a share of calls took no longer. Exact. A call that was given up counts with the time until then.</summary>
/// <param name="Median">Half of the calls.</param>
/// <param name="P90">90 %.</param>
/// <param name="P99">99 %.</param>
/// <param name="P999">99.9 %.</param>
/// <param name="Max">All.</param>
public sealed record StressLatency(double Median, double P90, double P99, double P999, double Max)
{
    /// <summary>Sorts the values.</summary>
    internal static StressLatency Of(float[] microseconds)
    {
        Array.Sort(microseconds);
        return new(At(0.5), At(0.9), At(0.99), At(0.999), microseconds[^1]);

        double At(double share) => microseconds[Math.Clamp((int)Math.Ceiling(share * microseconds.Length) - 1, 0, microseconds.Length - 1)];
    }
}
