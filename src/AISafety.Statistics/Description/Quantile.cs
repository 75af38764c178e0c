using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Exact sample quantiles by linear interpolation between the two nearest order statistics: type 7, NumPy's and R's default.</summary>
/// <remarks>
/// <para>Q(p) = x[j] + g (x[j+1] - x[j]) with x sorted and counted from 0, h = (n - 1) p, j the whole and g the fractional part of h. NaN means
/// missing: passed over. Infinities take part; between an infinity and another value the quantile is that infinity, between opposite ones NaN.</para>
/// <para>By selection: in linear time on average for one quantile, and times the logarithm of their number for several. Scratch is rented.</para>
/// <para>Source: Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50, 1996.</para>
/// </remarks>
public static class Quantile
{
    // With fewer numbers for each quantile than that, sorting was measured to be as fast.
    private const int NumbersForOneProbability = 128;

    /// <summary>One quantile of <paramref name="values"/>, which stay as they are.</summary>
    /// <param name="values">The values. NaN is missing.</param>
    /// <param name="probability">Which: 0 the least value, 0.5 the median, 1 the greatest.</param>
    /// <returns>NaN if there is no number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public static T Of<T>(ReadOnlySpan<T> values, double probability)
        where T : struct, IFloatingPointIeee754<T>
    {
        RequireProbability(probability, nameof(probability));
        T[] scratch = ArrayPool<T>.Shared.Rent(values.Length);
        Span<T> numbers = Present.Copy(values, scratch);
        T quantile = numbers.IsEmpty ? T.NaN : Selected(numbers, probability);
        ArrayPool<T>.Shared.Return(scratch);
        return quantile;
    }

    /// <summary>Several quantiles of <paramref name="values"/>, which stay as they are.</summary>
    /// <param name="values">The values. NaN is missing.</param>
    /// <param name="probabilities">Which, each from 0 to 1, in any order.</param>
    /// <param name="quantiles">Takes the quantiles, in the same order; as long. All NaN if there is no number.</param>
    /// <returns>How many of the values are numbers.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A probability is not from 0 to 1.</exception>
    public static int Of<T>(ReadOnlySpan<T> values, ReadOnlySpan<double> probabilities, Span<T> quantiles)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (probabilities.Length != quantiles.Length)
        {
            throw new ArgumentException($"There are {quantiles.Length} places for {probabilities.Length} quantiles; expected as many.", nameof(quantiles));
        }

        foreach (double probability in probabilities)
        {
            RequireProbability(probability, nameof(probabilities));
        }

        T[] scratch = ArrayPool<T>.Shared.Rent(values.Length);
        Span<T> numbers = Present.Copy(values, scratch);
        PlaceAll(numbers, probabilities);
        for (int i = 0; i < probabilities.Length; i++)
        {
            quantiles[i] = OfSorted<T>(numbers, probabilities[i]);
        }

        ArrayPool<T>.Shared.Return(scratch);
        return numbers.Length;
    }

    /// <summary>One quantile of values that are already sorted.</summary>
    /// <param name="ascending">The values, ascending, without NaN.</param>
    /// <param name="probability">Which; from 0 to 1.</param>
    /// <returns>NaN if there is no value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public static T OfSorted<T>(ReadOnlySpan<T> ascending, double probability)
        where T : struct, IFloatingPointIeee754<T>
    {
        RequireProbability(probability, nameof(probability));
        if (ascending.IsEmpty)
        {
            return T.NaN;
        }

        (int rank, double fraction) = Place(ascending.Length, probability);
        return fraction == 0 ? ascending[rank] : Between(ascending[rank], ascending[rank + 1], fraction);
    }

    private static T Selected<T>(Span<T> numbers, double probability)
        where T : struct, IFloatingPointIeee754<T>
    {
        (int rank, double fraction) = Place(numbers.Length, probability);
        if (fraction == 0)
        {
            return Selection.Select(numbers, rank);
        }

        Selection.Place(numbers, [rank, rank + 1]);
        return Between(numbers[rank], numbers[rank + 1], fraction);
    }

    // Afterwards the numbers are as if sorted, as far as these quantiles can tell.
    private static void PlaceAll<T>(Span<T> numbers, ReadOnlySpan<double> probabilities)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (probabilities.Length > numbers.Length / NumbersForOneProbability)
        {
            NumberSort.Ascending(numbers);
            return;
        }

        int[] rented = ArrayPool<int>.Shared.Rent(2 * probabilities.Length);
        Span<int> ranks = rented.AsSpan(0, 2 * probabilities.Length);
        for (int i = 0; i < probabilities.Length; i++)
        {
            int rank = Place(numbers.Length, probabilities[i]).Rank;
            ranks[2 * i] = rank;
            ranks[2 * i + 1] = Math.Min(rank + 1, numbers.Length - 1);
        }

        ranks.Sort();
        Selection.Place(numbers, ranks);
        ArrayPool<int>.Shared.Return(rented);
    }

    private static (int Rank, double Fraction) Place(int count, double probability)
    {
        double place = (count - 1) * probability;
        int rank = (int)place;
        return (rank, place - rank);
    }

    private static T Between<T>(T lower, T upper, double fraction)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (lower == upper)
        {
            return lower;
        }

        double a = double.CreateTruncating(lower);
        double b = double.CreateTruncating(upper);
        double step = b - a;

        // From the nearer end, so that a quantile is never rounded past its neighbours, and agrees with NumPy's to the last bit.
        return T.CreateTruncating(
            !double.IsFinite(step) ? a * (1 - fraction) + b * fraction
            : fraction < 0.5 ? a + fraction * step
            : b - step * (1 - fraction));
    }

    private static void RequireProbability(double probability, string name)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, probability, "Expected a probability from 0 to 1.");
        }
    }
}
