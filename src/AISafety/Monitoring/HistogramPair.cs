namespace AISafety;

/// <summary>Two histograms over the same bins: what was expected, and what came.</summary>
/// <param name="Labels">A name for each bin, such as <c>0.5 to 1.2</c>, <c>red</c>, or <c>missing</c>.</param>
/// <param name="Reference">The reference's share of each bin, 0 to 1.</param>
/// <param name="Current">The current share of each bin, 0 to 1.</param>
public sealed record HistogramPair(IReadOnlyList<string> Labels, IReadOnlyList<double> Reference, IReadOnlyList<double> Current);
