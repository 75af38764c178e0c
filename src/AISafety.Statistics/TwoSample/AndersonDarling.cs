using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Anderson-Darling test of k samples: do all come from one distribution? It weighs the tails more than the other tests of ranks.</summary>
/// <remarks>
/// <para>The statistic with mid-ranks, A2akN (equation 7), less k - 1, over its standard deviation (equation 4); the p-value by a parabola through the logarithms of the table 2's levels.
/// Ties are treated as mid-ranks. Source: Scholz and Stephens, K-Sample Anderson-Darling Tests, J. Am. Statist. Assoc. 82, 1987.</para>
/// <para>NaN means missing: left out and counted. Infinities take part in the order.</para>
/// </remarks>
public static class AndersonDarling
{
    /// <summary>Tests two samples.</summary>
    /// <param name="reference">One sample, in any order.</param>
    /// <param name="current">The other sample, in any order.</param>
    /// <exception cref="ArgumentException">A sample has no number, there are fewer than four in all, or all are equal.</exception>
    public static AndersonDarlingResult Compute<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch<T> x = SampleScratch<T>.Sorted(reference, nameof(reference));
        using SampleScratch<T> y = SampleScratch<T>.Sorted(current, nameof(current));
        return OfTwo<T>(x.Values, y.Values, x.Missing + y.Missing);
    }

    /// <summary>Tests a sample against a prepared one.</summary>
    /// <param name="reference">The prepared sample.</param>
    /// <param name="current">The other sample, in any order.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has no number, there are fewer than four in all, or all are equal.</exception>
    public static AndersonDarlingResult Compute<T>(SortedSample<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reference);
        using SampleScratch<T> y = SampleScratch<T>.Sorted(current, nameof(current));
        return OfTwo(reference.Ascending, y.Values, reference.Missing + y.Missing);
    }

    /// <summary>Tests any number of samples.</summary>
    /// <param name="samples">At least two.</param>
    /// <exception cref="ArgumentException">There are fewer than two samples or four numbers, or all are equal.</exception>
    public static AndersonDarlingResult Compute<T>(params ReadOnlySpan<SortedSample<T>> samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (samples.Length < 2)
        {
            throw new ArgumentException("Expected at least two samples.", nameof(samples));
        }

        double total = 0;
        double inverses = 0;
        int missing = 0;
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        foreach (SortedSample<T> sample in samples)
        {
            ArgumentNullException.ThrowIfNull(sample, nameof(samples));
            total += sample.Count;
            inverses += 1.0 / sample.Count;
            missing += sample.Missing;
            least = Math.Min(least, double.CreateTruncating(sample.Ascending[0]));
            most = Math.Max(most, double.CreateTruncating(sample.Ascending[^1]));
        }

        AndersonDarlingTable.RequireSpread(least, most, nameof(samples));

        int[] before = ArrayPool<int>.Shared.Rent(samples.Length);
        before.AsSpan(0, samples.Length).Clear();
        double sum = 0;
        for (double done = 0; done < total;)
        {
            T value = LeastOf(samples, before);
            double run = 0;
            for (int i = 0; i < samples.Length; i++)
            {
                run += RunOf(samples[i].Ascending, before[i], value);
            }

            double middle = done + run / 2;
            double weight = run / total / (middle * (total - middle) - total * run / 4);
            for (int i = 0; i < samples.Length; i++)
            {
                int count = RunOf(samples[i].Ascending, before[i], value);
                double gap = total * (before[i] + count / 2.0) - middle * samples[i].Count;
                sum += weight * gap * gap / samples[i].Count;
                before[i] += count;
            }

            done += run;
        }

        ArrayPool<int>.Shared.Return(before);
        return AndersonDarlingTable.Result(sum, samples.Length, total, inverses, missing, nameof(samples));
    }

    // With two samples the gaps are opposite, so that one walk does for both.
    private static AndersonDarlingResult OfTwo<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, int missing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T least = T.Min(reference[0], current[0]);
        T most = T.Max(reference[^1], current[^1]);
        AndersonDarlingTable.RequireSpread(double.CreateTruncating(least), double.CreateTruncating(most), nameof(current));
        double m = reference.Length;
        double n = current.Length;
        double total = m + n;
        double sum = 0;
        PooledRuns<T> runs = new(reference, current);
        while (runs.MoveNext())
        {
            double run = runs.XCount + runs.YCount;
            double middle = runs.XBefore + runs.YBefore + run / 2;
            double gap = total * (runs.XBefore + runs.XCount / 2.0) - middle * m;
            sum += run / total * gap * gap / (middle * (total - middle) - total * run / 4);
        }

        double inverses = 1 / m + 1 / n;
        return AndersonDarlingTable.Result(sum * inverses, 2, total, inverses, missing, nameof(current));
    }

    private static T LeastOf<T>(ReadOnlySpan<SortedSample<T>> samples, int[] before)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T least = T.PositiveInfinity;
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<T> ascending = samples[i].Ascending;
            least = before[i] < ascending.Length ? T.Min(least, ascending[before[i]]) : least;
        }

        return least;
    }

    private static int RunOf<T>(ReadOnlySpan<T> ascending, int start, T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int end = start;
        while (end < ascending.Length && ascending[end] == value)
        {
            end++;
        }

        return end - start;
    }
}
