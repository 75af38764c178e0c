namespace AISafety.Statistics;

/// <summary>The correlation of two columns, with what chance makes of it whatever the columns' distributions.</summary>
/// <param name="Correlation">Pearson's, -1 to 1; NaN if there are fewer than 3 complete rows or a column does not vary.</param>
/// <param name="Variance">The variance of the correlation's influence function, so that the standard error is sqrt(Variance / Count); 0 or more.</param>
/// <param name="Count">How many rows have both values.</param>
/// <remarks>The influence of a standardised row is x y - r (x^2 + y^2) / 2 (S. Devlin, R. Gnanadesikan and J. Kettenring, Robust estimation and outlier detection with correlation coefficients, Biometrika 62, 1975).</remarks>
public readonly record struct PairCorrelation(double Correlation, double Variance, int Count)
{
    private const int LeastRows = 20;
    private const double PriorRows = 10;

    /// <summary>Measures two columns.</summary>
    /// <param name="x">One column. A row with a NaN or an infinity in either plays no part.</param>
    /// <param name="y">The other; as long.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static PairCorrelation Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"There are {x.Length} and {y.Length} values; expected as many.", nameof(y));
        }

        (int count, double meanX, double meanY) = (0, 0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            if (double.IsFinite(x[i]) && double.IsFinite(y[i]))
            {
                count++;
                meanX += (x[i] - meanX) / count;
                meanY += (y[i] - meanY) / count;
            }
        }

        (double xx, double yy, double xy) = (0, 0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            if (double.IsFinite(x[i]) && double.IsFinite(y[i]))
            {
                (double a, double b) = (x[i] - meanX, y[i] - meanY);
                xx += a * a;
                yy += b * b;
                xy += a * b;
            }
        }

        if (count < 3 || !(xx > 0 && yy > 0))
        {
            return new(double.NaN, double.NaN, count);
        }

        double r = Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
        (double scaleX, double scaleY, double squares) = (Math.Sqrt(count / xx), Math.Sqrt(count / yy), 0);
        for (int i = 0; i < x.Length; i++)
        {
            if (double.IsFinite(x[i]) && double.IsFinite(y[i]))
            {
                (double a, double b) = ((x[i] - meanX) * scaleX, (y[i] - meanY) * scaleY);
                double influence = (a * b) - (r * ((a * a) + (b * b)) / 2);
                squares += influence * influence;
            }
        }

        return new(r, squares / count, count);
    }

    /// <summary>The two-sided p-value of the difference to another sample's correlation: of Fisher's z = atanh r, whose variance is the influence's over (1 - r²)², each sample with its own.</summary>
    /// <param name="other">The other sample's.</param>
    /// <returns>0 to 1; 1 if a correlation is NaN, or a sample has fewer than 20 rows, which do not tell the variance.</returns>
    /// <remarks>Each variance is drawn to that of normal columns, 1, by 10 rows' weight, and the p-value is Student's with a quarter of the smaller sample's rows as degrees of freedom, for as much is known of a variance of products.</remarks>
    public double PValue(PairCorrelation other)
    {
        int least = Math.Min(Count, other.Count);
        if (least < LeastRows || double.IsNaN(Correlation) || double.IsNaN(other.Correlation))
        {
            return 1;
        }

        // Drawn in by the share of one row, so that a z is finite.
        double kept = 1 - (1.0 / least);
        double shift = Math.Atanh(kept * Correlation) - Math.Atanh(kept * other.Correlation);
        return StudentTail.TwoSidedOf(shift / Math.Sqrt(Error(kept) + other.Error(kept)), least / 4.0);
    }

    // The squared standard error of z.
    private double Error(double kept)
    {
        double rest = 1 - (kept * kept * Correlation * Correlation);
        return ((Count * kept * kept * Variance / (rest * rest)) + PriorRows) / (Count + PriorRows) / (Count - 3);
    }
}
