using System.Numerics;

namespace AISafety.Statistics;

/// <summary>What a distance of two discrete distributions adds up over their bins.</summary>
internal interface IBinMeasure
{
    /// <summary>The part of a bin with proportion <paramref name="p"/> in the reference and <paramref name="q"/> in the current distribution.</summary>
    double Of(double p, double q);
}

/// <summary>Weights of bins, such as counts or probabilities, made proportions on the way.</summary>
internal static class Proportions
{
    public static double Sum<T, TMeasure>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, TMeasure measure, string currentName = "current")
        where T : unmanaged, INumber<T>
        where TMeasure : struct, IBinMeasure
    {
        if (reference.Length != current.Length)
        {
            throw new ArgumentException($"There are {current.Length} bins for {reference.Length} of the other distribution; expected as many.", currentName);
        }

        double all = Total(reference, nameof(reference));
        double allCurrent = Total(current, currentName);
        double sum = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            sum += measure.Of(double.CreateChecked(reference[i]) / all, double.CreateChecked(current[i]) / allCurrent);
        }

        return sum;
    }

    /// <summary>The sum of the weights.</summary>
    /// <exception cref="ArgumentException">A weight is negative, infinite or NaN, or all are zero.</exception>
    public static double Total<T>(ReadOnlySpan<T> weights, string name)
        where T : unmanaged, INumber<T>
    {
        double sum = 0;
        foreach (T element in weights)
        {
            double weight = double.CreateChecked(element);
            sum += weight >= 0 && double.IsFinite(weight)
                ? weight
                : throw new ArgumentException("A weight is negative, infinite or NaN; expected finite weights of 0 or more.", name);
        }

        return sum > 0 && double.IsFinite(sum)
            ? sum
            : throw new ArgumentException("The weights sum to zero or to infinity; expected a finite sum of more than zero.", name);
    }

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="floor"/> is not in 0 to less than 1.</exception>
    public static void RequireFloor(double floor)
    {
        if (!(floor is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(floor), floor, "Expected a floor of 0 or more and less than 1.");
        }
    }
}
