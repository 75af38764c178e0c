namespace AISafety.Statistics;

/// <summary>How large a distance to a reference sample chance alone makes, by simulation: the p-values and thresholds of distances that have no known law.</summary>
/// <remarks>What the true distribution may be, given the reference, is drawn first: its shares from Dirichlet's distribution with the reference's counts as parameters (the Bayesian bootstrap, where each value is a bin of its own). Then a
/// sample of the current size is drawn from that, and its distance to the reference taken. See <see cref="BinnedThreshold.Simulated"/> for how well a level is met. The reference alone does not know what it has not seen: where tails are heavy, or values or cells
/// rare, small p-values come too often, and are asked of <see cref="PermutedDistance"/>. Immutable. Source: D. Rubin, The Bayesian bootstrap, Annals of Statistics 1981.</remarks>
public sealed class SimulatedNull
{
    private readonly double[] _ascending;
    private readonly ExceedanceTail _tail;

    private SimulatedNull(double[] distances, long currentCount)
    {
        NumberSort.Ascending<double>(distances);
        _ascending = distances;
        _tail = new(distances);
        CurrentCount = currentCount;
    }

    /// <summary>How many values the simulated samples have.</summary>
    public long CurrentCount { get; }

    /// <summary>Simulates a binned distance.</summary>
    /// <param name="distance">Which distance.</param>
    /// <param name="referenceCounts">How many values of the reference are in each bin: 0 or more, not all 0; at least two bins.</param>
    /// <param name="currentCount">How many values a current sample has; at least 1.</param>
    /// <param name="simulations">100 to 1,000,000.</param>
    /// <param name="seed">Of the draws.</param>
    /// <exception cref="ArgumentException">There are fewer than two bins, a count is negative, or all are zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static SimulatedNull OfBins(BinnedDistance distance, ReadOnlySpan<long> referenceCounts, long currentCount, int simulations = 2_000, int seed = 0) =>
        new(BinnedThreshold.Simulate(distance, referenceCounts, currentCount, simulations, seed), currentCount);

    /// <summary>Simulates the <see cref="Wasserstein"/> distance.</summary>
    /// <param name="reference">The prepared sample; finite.</param>
    /// <param name="currentCount">How many values a current sample has; at least 1.</param>
    /// <param name="simulations">100 to 1,000,000.</param>
    /// <param name="seed">Of the draws.</param>
    /// <exception cref="ArgumentException">The reference has an infinite number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static SimulatedNull OfWasserstein(SortedSample<float> reference, int currentCount, int simulations = 999, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentOutOfRangeException.ThrowIfLessThan(currentCount, 1);
        BinnedThreshold.RequireSimulations(simulations);
        BayesianBootstrap truth = new(reference.Count, seed);
        float[] current = new float[currentCount];
        double[] distances = new double[simulations];
        for (int i = 0; i < simulations; i++)
        {
            truth.Reweigh();
            for (int j = 0; j < current.Length; j++)
            {
                current[j] = reference.Ascending[truth.Next()];
            }

            distances[i] = Wasserstein.Of<float>(reference, current);
        }

        return new(distances, currentCount);
    }

    /// <summary>Simulates any distance of a table of rows.</summary>
    /// <param name="reference">The reference's rows, one after the other.</param>
    /// <param name="columns">How many values a row has; at least 1.</param>
    /// <param name="currentCount">How many rows a current sample has; at least 1.</param>
    /// <param name="distance">The distance of such a sample to the reference; each time it is given an array of its own.</param>
    /// <param name="simulations">100 to 1,000,000.</param>
    /// <param name="seed">Of the draws.</param>
    /// <exception cref="ArgumentException">The reference has no row, or an incomplete one; or a distance is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static SimulatedNull OfRows(ReadOnlySpan<float> reference, int columns, int currentCount, Func<float[], double> distance, int simulations = 200, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(distance);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(currentCount, 1);
        BinnedThreshold.RequireSimulations(simulations);
        if (reference.IsEmpty || reference.Length % columns != 0)
        {
            throw new ArgumentException($"There are {reference.Length} values; expected one row of {columns} at least.", nameof(reference));
        }

        if ((long)currentCount * columns > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(currentCount), currentCount, $"Expected at most {Array.MaxLength / columns} rows of {columns} values.");
        }

        BayesianBootstrap truth = new(reference.Length / columns, seed);
        double[] distances = new double[simulations];
        for (int i = 0; i < simulations; i++)
        {
            float[] current = new float[currentCount * columns];
            truth.Reweigh();
            for (int row = 0; row < currentCount; row++)
            {
                reference.Slice(truth.Next() * columns, columns).CopyTo(current.AsSpan(row * columns));
            }

            distances[i] = distance(current);
            if (double.IsNaN(distances[i]))
            {
                throw new ArgumentException("The distance of a simulated sample is NaN; expected a number.", nameof(distance));
            }
        }

        return new(distances, currentCount);
    }

    /// <summary>The share of simulated distances that are at least as large, the observed one counted among them; where none is, that or the tail of the simulated ones (generalised Pareto), whichever is less.</summary>
    /// <param name="distance">The observed distance; NaN gives 1.</param>
    public double PValue(double distance)
    {
        int low = 0;
        int high = _ascending.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ascending[middle] >= distance)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        int beyond = _ascending.Length - low;
        double share = (beyond + 1.0) / (_ascending.Length + 1.0);
        return double.IsNaN(distance) ? 1 : beyond > 0 ? share : Math.Min(share, _tail.Beyond(distance));
    }

    /// <summary>The distance that chance alone exceeds at a rate of at most alpha; the greatest simulated one, if there are too few simulations for that.</summary>
    /// <param name="alpha">More than 0, less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public double Threshold(double alpha)
    {
        StreamRange.Rate(alpha);
        int rank = (int)Math.Ceiling((_ascending.Length + 1) * (1 - alpha));
        return _ascending[Math.Clamp(rank, 1, _ascending.Length) - 1];
    }
}
