using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>What chance alone makes of the distances that have no closed form, simulated once for each size of window that comes.</summary>
internal sealed class SimulatedDistances(long[] counts, SortedSample<float>? finite, double deviation, int seed)
{
    private SimulatedNull? _totalVariation;
    private SimulatedNull? _wasserstein;

    public double TotalVariationPValue(double distance, int n) => OfBins(n).PValue(distance);

    public double TotalVariationThreshold(int n, double level) => OfBins(n).Threshold(level);

    /// <param name="distance">In standard deviations, as the threshold.</param>
    /// <param name="n">How many finite values the window has.</param>
    public double WassersteinPValue(double distance, int n) => OfWasserstein(n).PValue(distance * deviation);

    public double WassersteinThreshold(int n, double level) => OfWasserstein(n).Threshold(level) / deviation;

    private SimulatedNull OfBins(int n) =>
        _totalVariation?.CurrentCount == n ? _totalVariation : _totalVariation = SimulatedNull.OfBins(BinnedDistance.TotalVariation, counts, n, seed: seed);

    private SimulatedNull OfWasserstein(int n) =>
        _wasserstein?.CurrentCount == n ? _wasserstein : _wasserstein = SimulatedNull.OfWasserstein(finite!, n, seed: seed);
}
