namespace AISafety.Statistics;

/// <summary>Fisher's exact test of a table of two rows and two columns. Two-sided.</summary>
/// <remarks>The p-value is the sum of the hypergeometric probabilities of all tables with the same margins that are no likelier than this one; those within a part in 1e10 of it
/// are as likely. Source: Fisher, Statistical Methods for Research Workers, 1934.</remarks>
public static class FisherExact
{
    private const double AsLikely = 1 + 1e-10;

    /// <summary>Tests the table a, b over c, d. Takes time in proportion to the least margin.</summary>
    /// <param name="a">First row, first column; 0 or more.</param>
    /// <param name="b">First row, second column; 0 or more.</param>
    /// <param name="c">Second row, first column; 0 or more.</param>
    /// <param name="d">Second row, second column; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or more than 2^40.</exception>
    public static FisherExactResult Compute(long a, long b, long c, long d)
    {
        Require(a, nameof(a));
        Require(b, nameof(b));
        Require(c, nameof(c));
        Require(d, nameof(d));
        long least = -Math.Min(a, d);
        long most = Math.Min(b, c);
        double odds = (double)a * d / ((double)b * c);

        // Shifts of the table: a + s, b - s, c - s, d + s. Weights are relative to the likeliest, s0.
        long mode = (long)Math.Floor((a + b + 1.0) * (a + c + 1.0) / (a + b + c + d + 2.0)) - a;
        mode = Math.Clamp(mode, least, most);
        double observed = 1;
        for (long s = mode; s > 0; s--)
        {
            observed *= Quotient(a, b, c, d, s, -1);
        }

        for (long s = mode; s < 0; s++)
        {
            observed *= Quotient(a, b, c, d, s, 1);
        }

        double all = 1;
        double extreme = 1 <= observed * AsLikely ? 1 : 0;
        foreach (int direction in (ReadOnlySpan<int>)[-1, 1])
        {
            double weight = 1;
            for (long s = mode; s != (direction < 0 ? least : most) && weight > 0; s += direction)
            {
                weight *= Quotient(a, b, c, d, s, direction);
                all += weight;
                extreme += weight <= observed * AsLikely ? weight : 0;
            }
        }

        return new(odds, Math.Min(1, extreme / all), a + b + c + d);
    }

    // The probability after one more shift over the probability at shift s.
    private static double Quotient(long a, long b, long c, long d, long s, int direction) =>
        direction > 0
            ? (b - s) / (a + s + 1.0) * ((c - s) / (d + s + 1.0))
            : (a + s) / (b - s + 1.0) * ((d + s) / (c - s + 1.0));

    private static void Require(long count, string name)
    {
        if (count is < 0 or > 1L << 40)
        {
            throw new ArgumentOutOfRangeException(name, count, "Expected a count from 0 to 2^40.");
        }
    }
}
