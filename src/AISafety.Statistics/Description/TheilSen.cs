namespace AISafety.Statistics;

/// <summary>The slope of a line through points of which up to 29 % may lie anywhere: the median of the slopes of all pairs, with Sen's interval.</summary>
/// <remarks>
/// <para>The interval leaves out (N - C) / 2 of the N slopes at either end, rounded down; C = z sqrt(v), v = (n (n - 1) (2 n + 5) - the sum over ties of t (t - 1) (2 t + 5)) / 18 the variance of Kendall's S,
/// normal approximation. It supposes that the points' errors are independent. Time and memory grow with the square of the number of points.</para>
/// <para>Source: P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63, 1968.</para>
/// </remarks>
public static class TheilSen
{
    /// <summary>The slope of y over x.</summary>
    /// <param name="x">The points' places.</param>
    /// <param name="y">The points' values, as many. A point with NaN in either is missing; pairs with the same place, or between the same infinities, have no slope and are passed over.</param>
    /// <param name="confidence">How often the interval covers the slope: more than 0, less than 1.</param>
    /// <returns>NaN where no two points have different places; an interval without ends where there are too few points for one.</returns>
    /// <exception cref="ArgumentException">There are not as many places as values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is out of its range.</exception>
    public static TheilSenResult Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence = 0.95)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"There are {x.Length} places and {y.Length} values; expected as many.", nameof(y));
        }

        double reach = NormalReach.Of(confidence);
        List<double> places = [];
        List<double> values = [];
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsNaN(x[i]) && !double.IsNaN(y[i]))
            {
                places.Add(x[i]);
                values.Add(y[i]);
            }
        }

        double[] slopes = Slopes(places, values);
        if (slopes.Length == 0)
        {
            return new(double.NaN, new(double.NaN, double.NaN), places.Count, x.Length - places.Count);
        }

        Array.Sort(slopes);
        double n = places.Count;
        double variance = ((n * (n - 1) * ((2 * n) + 5)) - Ties(places) - Ties(values)) / 18;
        double cut = (slopes.Length - (reach * Math.Sqrt(Math.Max(variance, 0)))) / 2;
        int lower = (int)Math.Floor(cut) - 1;
        Interval interval = lower < 0 ? new(double.NegativeInfinity, double.PositiveInfinity) : new(slopes[lower], slopes[slopes.Length - 1 - lower]);
        int middle = slopes.Length / 2;
        return new((slopes.Length & 1) == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2, interval, places.Count, x.Length - places.Count);
    }

    private static double[] Slopes(List<double> x, List<double> y)
    {
        List<double> slopes = [];
        for (int i = 0; i < x.Count; i++)
        {
            for (int j = i + 1; j < x.Count; j++)
            {
                double slope = (y[j] - y[i]) / (x[j] - x[i]);
                if (x[j] != x[i] && !double.IsNaN(slope))
                {
                    slopes.Add(slope);
                }
            }
        }

        return [.. slopes];
    }

    private static double Ties(List<double> values) => values.GroupBy(static value => value).Sum(static tie => (double)tie.Count() * (tie.Count() - 1) * ((2.0 * tie.Count()) + 5));
}
