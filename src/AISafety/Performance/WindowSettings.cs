namespace AISafety.Performance;

/// <summary>When a window closes, and what its metrics must keep.</summary>
internal sealed record WindowSettings(IReadOnlyList<PerformanceLimit> Limits, int Size, TimeSpan Length, double Confidence);
