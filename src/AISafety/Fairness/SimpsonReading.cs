using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>Two groups that differ one way over all decisions of a window whose stratum is known, and the other way within strata.</summary>
/// <param name="First">One group.</param>
/// <param name="Second">The other.</param>
/// <param name="Strata">The strata, in the order of <paramref name="Result"/>.</param>
/// <param name="Result">Differences of selection rates, first less second, with simultaneous intervals.</param>
public sealed record SimpsonReading(string First, string Second, IReadOnlyList<string> Strata, SimpsonParadoxResult Result)
{
    /// <summary>The decisions about known groups whose stratum was missing or not listed; they are in neither comparison, so that the one over all may differ from demographic parity.</summary>
    public long UnknownStratum { get; init; }
}
