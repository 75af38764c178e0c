namespace AISafety.Robustness.Proofs;

/// <summary>Rules a region out by all of its constraints together: each has a linear function of the input below it, and no input of the box may leave them all at 0 or less.</summary>
/// <remarks>By duality some mixture of the functions is above 0 on the whole box; any mixture proves it. Multiplicative weights look for one (Arora, Hazan and Kale, Theory of Computing 8, 2012). Costs no pass through the network.</remarks>
internal static class JointBound
{
    private const int Steps = 40;
    private const int MostOnStack = 256;

    /// <param name="bounds">The least value of each function over the box.</param>
    /// <param name="slopes">Each function's slopes, row by row.</param>
    /// <param name="lower">The box's lower corner.</param>
    /// <param name="upper">Its upper corner.</param>
    /// <returns>A lower bound, over the box, of the greatest of the functions.</returns>
    public static double Greatest(ReadOnlySpan<double> bounds, ReadOnlySpan<double> slopes, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        int inputs = lower.Length;
        double best = double.NegativeInfinity;
        double spread = 0;
        Span<double> weights = bounds.Length <= MostOnStack ? stackalloc double[bounds.Length] : new double[bounds.Length];
        Span<double> values = bounds.Length <= MostOnStack ? stackalloc double[bounds.Length] : new double[bounds.Length];
        Span<double> mixed = inputs <= MostOnStack ? stackalloc double[inputs] : new double[inputs];
        for (int row = 0; row < bounds.Length; row++)
        {
            best = Math.Max(best, bounds[row]);
            weights[row] = 1.0 / bounds.Length;
            for (int i = 0; i < inputs; i++)
            {
                spread = Math.Max(spread, Math.Abs(slopes[row * inputs + i]) * (upper[i] - lower[i]));
            }
        }

        for (int step = 0; step < Steps && best <= 0 && bounds.Length > 1 && spread > 0; step++)
        {
            mixed.Clear();
            for (int row = 0; row < bounds.Length; row++)
            {
                for (int i = 0; i < inputs; i++)
                {
                    mixed[i] += weights[row] * slopes[row * inputs + i];
                }
            }

            // Measured from each function's own least value, which it takes at a corner: what is added is 0 or more, and rounding is of these numbers alone.
            double bound = 0;
            double magnitude = 0;
            for (int row = 0; row < bounds.Length; row++)
            {
                double above = 0;
                for (int i = 0; i < inputs; i++)
                {
                    double slope = slopes[row * inputs + i];
                    bool isLow = mixed[i] >= 0;
                    above += isLow == slope >= 0 ? 0 : Math.Abs(slope) * (upper[i] - lower[i]);
                }

                values[row] = bounds[row] + above;
                bound += weights[row] * values[row];
                magnitude += weights[row] * (Math.Abs(bounds[row]) + above);
            }

            best = Math.Max(best, bound - 1e-14 * (inputs + bounds.Length) * magnitude);

            // Weight goes to the functions that are above where the mixture is least.
            double total = 0;
            for (int row = 0; row < bounds.Length; row++)
            {
                weights[row] *= Math.Exp(Math.Clamp(values[row] / spread, -1, 1));
                total += weights[row];
            }

            for (int row = 0; row < bounds.Length; row++)
            {
                weights[row] /= total;
            }
        }

        return best;
    }
}
