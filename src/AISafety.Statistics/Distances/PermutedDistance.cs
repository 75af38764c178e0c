namespace AISafety.Statistics;

/// <summary>The p-values of distances by permutation: how rarely a distance is as large when the values of both samples are dealt to them anew.</summary>
/// <remarks>
/// <para>If nothing has changed, every deal was equally probable, whatever the distribution: heavy tails, rare values and few values change nothing in it. Down to the least p-value that the deals resolve, 1 / (1 + permutations), the level is exact.
/// A distance beyond all dealt ones has that, or less by the tail of these (a generalised Pareto distribution, which is an approximation), so that clear changes have small p-values.</para>
/// <para>Deals end as soon as 20 of them are as far apart: some hundred where nothing has changed. Where something has, all are made: 10,000 take about 0.1 to 0.3 s with 1,000 to 10,000 values. So ask first what is quick
/// (<see cref="SimulatedNull.PValue"/>), and this only where that is small. Source: E. Pitman, JRSS Supplement 4, 1937.</para>
/// </remarks>
public static class PermutedDistance
{
    /// <summary>The p-value of a binned distance. Bins must not be chosen by the difference of the samples; quantiles of the reference are near enough.</summary>
    /// <param name="distance">Which distance.</param>
    /// <param name="reference">How many values of the reference are in each bin; at least two bins, none negative, not all 0.</param>
    /// <param name="current">Likewise for the current sample; as many bins.</param>
    /// <param name="permutations">How many deals are made at most; 100 to 1,000,000.</param>
    /// <param name="seed">Of the deals.</param>
    /// <returns>More than 0, at most 1.</returns>
    /// <exception cref="ArgumentException">The counts are not so.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double OfBins(BinnedDistance distance, ReadOnlySpan<long> reference, ReadOnlySpan<long> current, int permutations = 9_999, int seed = 0)
    {
        BinnedThreshold.RequireSimulations(permutations);
        if (reference.Length < 2 || current.Length != reference.Length)
        {
            throw new ArgumentException($"There are {reference.Length} and {current.Length} bins; expected as many, and at least two.", nameof(current));
        }

        Proportions.Total(reference, nameof(reference));
        Proportions.Total(current, nameof(current));
        long[] x = reference.ToArray();
        long[] y = current.ToArray();
        double found = BinnedThreshold.Between(distance, x, y);
        long[] pooled = [.. x.Zip(y, static (a, b) => a + b)];
        (long total, long drawn) = (pooled.Sum(), y.Sum());
        Random random = new(seed);
        return Deals.PValue(found, permutations, () =>
        {
            (long left, long places) = (total, drawn);
            for (int i = 0; i < pooled.Length; i++)
            {
                y[i] = Hypergeometric.Draw(random, left, pooled[i], places);
                x[i] = pooled[i] - y[i];
                left -= pooled[i];
                places -= y[i];
            }

            return BinnedThreshold.Between(distance, x, y);
        });
    }

    /// <summary>The p-value of the <see cref="Wasserstein"/> distance.</summary>
    /// <param name="reference">The prepared sample; finite.</param>
    /// <param name="current">The other; finite. NaN is left out.</param>
    /// <param name="permutations">How many deals are made at most; 100 to 1,000,000.</param>
    /// <param name="seed">Of the deals.</param>
    /// <returns>More than 0, at most 1.</returns>
    /// <exception cref="ArgumentException">A sample has an infinite number, or <paramref name="current"/> has no number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static double OfWasserstein(SortedSample<float> reference, ReadOnlySpan<float> current, int permutations = 9_999, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(reference);
        BinnedThreshold.RequireSimulations(permutations);
        float[] pooled = [.. SampleScratch<float>.Finite(reference, nameof(reference))];
        using (SampleScratch<float> own = SampleScratch<float>.SortedFinite(current, nameof(current)))
        {
            pooled = [.. pooled, .. own.Values];
        }

        // Which values are the current ones, and the area between the two functions of the values so marked.
        bool[] isCurrent = new bool[pooled.Length];
        isCurrent.AsSpan(reference.Count).Fill(true);
        Array.Sort(pooled, isCurrent);
        int drawn = pooled.Length - reference.Count;
        double found = Area(pooled, isCurrent, drawn);
        bool picksCurrent = drawn <= reference.Count;
        int picked = Math.Min(drawn, reference.Count);
        int[] order = new int[pooled.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Random random = new(seed);
        return Deals.PValue(found, permutations, () =>
        {
            isCurrent.AsSpan().Fill(!picksCurrent);
            for (int i = 0; i < picked; i++)
            {
                int other = random.Next(i, order.Length);
                (order[i], order[other]) = (order[other], order[i]);
                isCurrent[order[i]] = picksCurrent;
            }

            return Area(pooled, isCurrent, drawn);
        });
    }

    private static double Area(float[] ascending, bool[] isCurrent, int current)
    {
        double up = 1.0 / current;
        double down = -1.0 / (ascending.Length - current);
        double gap = 0;
        double area = 0;
        for (int i = 0; i < ascending.Length - 1; i++)
        {
            gap += isCurrent[i] ? up : down;
            area += Math.Abs(gap) * ((double)ascending[i + 1] - ascending[i]);
        }

        return area;
    }
}
