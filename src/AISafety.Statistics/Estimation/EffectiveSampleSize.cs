namespace AISafety.Statistics;

/// <summary>How many equally weighted rows weighted ones are worth: (sum w)^2 / sum w^2.</summary>
/// <remarks>Source: L. Kish, Survey Sampling, 1965.</remarks>
public static class EffectiveSampleSize
{
    /// <summary>Computes the size.</summary>
    /// <param name="weights">Finite, 0 or more each.</param>
    /// <returns>0 to the number of weights; 0 if all are 0.</returns>
    /// <exception cref="ArgumentException">A weight is not such a number.</exception>
    public static double Of(ReadOnlySpan<double> weights)
    {
        // In units of the greatest, so that no square overflows.
        double greatest = 0;
        foreach (double weight in weights)
        {
            greatest = weight >= 0 && double.IsFinite(weight)
                ? Math.Max(greatest, weight)
                : throw new ArgumentException($"A weight is {weight}; expected finite numbers of 0 or more.", nameof(weights));
        }

        if (greatest == 0)
        {
            return 0;
        }

        double sum = 0;
        double squares = 0;
        foreach (double weight in weights)
        {
            double share = weight / greatest;
            sum += share;
            squares += share * share;
        }

        return sum * sum / squares;
    }
}
