namespace AISafety.Testing;

/// <summary>How often a fault was injected.</summary>
/// <param name="Name">The fault's name in its plan.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Share">Its share of the calls as planned, 0 to 1.</param>
/// <param name="Drawn">The calls that it fell on while the plan was in force.</param>
/// <param name="Injected">Those of them in which it was done. Fewer than <paramref name="Drawn"/> where there was nothing to do it with: the call was cancelled before, the model that was to answer wrongly failed, or as much
/// memory was held as may be.</param>
public sealed record FaultCount(string Name, FaultKind Kind, double Share, long Drawn, long Injected);
