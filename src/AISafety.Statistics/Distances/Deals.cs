namespace AISafety.Statistics;

/// <summary>Deals the values of two samples anew until it is clear how rarely a distance is as large.</summary>
internal static class Deals
{
    // Enough to know a p-value to a fifth of itself.
    private const int EnoughAsLarge = 20;

    /// <summary>The p-value of a distance.</summary>
    /// <param name="distance">The distance that was found.</param>
    /// <param name="most">How many deals are made at most.</param>
    /// <param name="deal">Deals, and measures the distance then.</param>
    /// <remarks>Deals end with the twentieth distance that is as large, and the p-value is 20 / deals; after the last it is (1 + as large) / (1 + deals); if none was as large, that or what the tail of the dealt distances says, whichever is less.
    /// Source: J. Besag and P. Clifford, Sequential Monte Carlo p-values, Biometrika 78, 1991.</remarks>
    public static double PValue(double distance, int most, Func<double> deal)
    {
        // What differs by rounding is equal.
        double asLarge = distance * (1 - 1e-12);
        double[] dealt = new double[most];
        int larger = 0;
        for (int i = 0; i < most; i++)
        {
            dealt[i] = deal();
            if (dealt[i] >= asLarge && ++larger == EnoughAsLarge)
            {
                return (double)larger / (i + 1);
            }
        }

        double p = (1.0 + larger) / (1.0 + most);
        if (larger > 0)
        {
            return p;
        }

        NumberSort.Ascending<double>(dealt);
        return Math.Min(p, new ExceedanceTail(dealt).Beyond(distance));
    }
}
