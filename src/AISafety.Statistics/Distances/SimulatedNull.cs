namespace AISafety.Statistics;

/// <summary>How large a distance to a reference sample chance alone makes, by simulation: the p-values and thresholds of distances that have no known law.</summary>
/// <remarks>What the true distribution may be, given the reference, is drawn first: its shares from Dirichlet's distribution with the reference's counts as parameters (the Bayesian bootstrap, where each value is a bin of its own). Then a
/// sample of the current size is drawn from that, and its distance to the reference taken. See <see cref="BinnedThreshold.Simulated"/> for how well a level is met. Immutable. Source: D. Rubin, The Bayesian bootstrap, Annals of Statistics 1981.</remarks>
public sealed class SimulatedNull
{
    // With fewer simulated distances beyond it, a share is too rough to stand by itself.
    private const int FewBeyond = 20;

    private readonly double[] _ascending;
    private readonly ThreeMomentGamma _tail;

    private SimulatedNull(double[] distances, long currentCount)
    {
        NumberSort.Ascending<double>(distances);
        _ascending = distances;
        _tail = ThreeMomentGamma.Of(distances);
        CurrentCount = currentCount;
    }

    /// <summary>How many values the simulated samples have.</summary>
    public long CurrentCount { get; }

    /// <summary>How many samples were simulated.</summary>
    public int Simulations => _ascending.Length;

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
        Random random = new(seed);
        double[] upTo = new double[reference.Count];
        float[] current = new float[currentCount];
        double[] distances = new double[simulations];
        for (int i = 0; i < simulations; i++)
        {
            Weigh(random, upTo);
            for (int j = 0; j < current.Length; j++)
            {
                current[j] = reference.Ascending[Draw(random, upTo)];
            }

            distances[i] = Wasserstein.Of<float>(reference, current);
        }

        return new(distances, currentCount);
    }

    /// <summary>Simulates any distance of a table of rows.</summary>
    /// <param name="reference">The reference's rows, one after the other.</param>
    /// <param name="columns">How many values a row has; at least 1.</param>
    /// <param name="currentCount">How many rows a current sample has; at least 1.</param>
    /// <param name="distance">The distance of such a sample to the reference.</param>
    /// <param name="simulations">100 to 1,000,000.</param>
    /// <param name="seed">Of the draws.</param>
    /// <exception cref="ArgumentException">The reference has no row, or an incomplete one.</exception>
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

        Random random = new(seed);
        double[] upTo = new double[reference.Length / columns];
        float[] current = new float[currentCount * columns];
        double[] distances = new double[simulations];
        for (int i = 0; i < simulations; i++)
        {
            Weigh(random, upTo);
            for (int row = 0; row < currentCount; row++)
            {
                reference.Slice(Draw(random, upTo) * columns, columns).CopyTo(current.AsSpan(row * columns));
            }

            distances[i] = distance(current);
        }

        return new(distances, currentCount);
    }

    /// <summary>The share of simulated distances that are at least as large, the observed one counted among them; where fewer than 20 are, the tail of the gamma distribution with the simulated mean, variance and
    /// skewness, and at most that share.</summary>
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
        return double.IsNaN(distance) ? 1 : beyond >= FewBeyond ? share : Math.Min(share, _tail.Tail(distance));
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

    // Exponential weights, added up: shares of them are from Dirichlet's distribution.
    private static void Weigh(Random random, double[] upTo)
    {
        double sum = 0;
        for (int j = 0; j < upTo.Length; j++)
        {
            sum -= Math.Log(1 - random.NextDouble());
            upTo[j] = sum;
        }
    }

    private static int Draw(Random random, double[] upTo)
    {
        int place = Array.BinarySearch(upTo, random.NextDouble() * upTo[^1]);
        return Math.Min(place < 0 ? ~place : place, upTo.Length - 1);
    }
}
