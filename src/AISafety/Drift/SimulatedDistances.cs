using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>What chance alone makes of the distances that have no exact law: simulated once for each metric, reference and size of window. Features whose references are cut into equal bins share what was simulated.</summary>
internal sealed class SimulatedDistances(int seed)
{
    private const int Kept = 4_096;
    private const int BinSimulations = 1_000;
    private const int AreaSimulations = 400;

    private readonly Dictionary<string, SimulatedNull> _known = new(StringComparer.Ordinal);

    public int Seed => seed;

    /// <param name="metric">A binned distance.</param>
    /// <param name="counts">The reference's cells.</param>
    /// <param name="n">How many values a window has.</param>
    public SimulatedNull OfBins(DriftMetric metric, long[] counts, int n) =>
        Known($"{metric} {n} {string.Join(',', counts)}", () => SimulatedNull.OfBins(DistanceOf(metric), counts, n, BinSimulations, seed));

    /// <param name="feature">The feature's name: no other shares its values.</param>
    /// <param name="finite">The reference's finite values.</param>
    /// <param name="n">How many finite values a window has.</param>
    public SimulatedNull OfWasserstein(string feature, SortedSample<float> finite, int n) =>
        Known($"{feature} {n}", () => SimulatedNull.OfWasserstein(finite, n, AreaSimulations, seed));

    /// <summary>The p-value by permutation, which is right for any distribution and takes longer: for where the simulation finds it small.</summary>
    public static double Exact(DriftMetric metric, long[] reference, long[] counts, int seed) => PermutedDistance.OfBins(DistanceOf(metric), reference, counts, seed: seed);

    private SimulatedNull Known(string key, Func<SimulatedNull> simulate)
    {
        if (!_known.TryGetValue(key, out SimulatedNull? simulated))
        {
            if (_known.Count == Kept)
            {
                _known.Clear();
            }

            _known.Add(key, simulated = simulate());
        }

        return simulated;
    }

    private static BinnedDistance DistanceOf(DriftMetric metric) => metric switch
    {
        DriftMetric.PopulationStability => BinnedDistance.PopulationStability,
        DriftMetric.JensenShannon => BinnedDistance.JensenShannon,
        DriftMetric.Hellinger => BinnedDistance.Hellinger,
        DriftMetric.KullbackLeibler => BinnedDistance.KullbackLeibler,
        _ => BinnedDistance.TotalVariation,
    };
}
