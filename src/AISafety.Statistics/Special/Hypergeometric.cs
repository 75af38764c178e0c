using MathNet.Numerics;

namespace AISafety.Statistics;

/// <summary>Draws how many of some marked values are among those taken without replacement.</summary>
/// <remarks>By inversion: probabilities are summed from the mode outwards, in some standard deviations of steps; few marked values are followed one by one.</remarks>
internal static class Hypergeometric
{
    private const int Few = 24;

    /// <param name="random">Draws.</param>
    /// <param name="total">How many values there are.</param>
    /// <param name="marked">How many of them are marked; 0 to <paramref name="total"/>.</param>
    /// <param name="taken">How many are taken; 0 to <paramref name="total"/>.</param>
    public static long Draw(Random random, long total, long marked, long taken)
    {
        if (marked > Few && marked < total)
        {
            return Invert(random.NextDouble(), total, marked, taken);
        }

        if (marked == total)
        {
            return taken;
        }

        long among = 0;
        for (long i = 0; i < marked; i++)
        {
            among += random.NextDouble() * (total - i) < taken - among ? 1 : 0;
        }

        return among;
    }

    private static long Invert(double u, long total, long marked, long taken)
    {
        long least = Math.Max(0, taken + marked - total);
        long most = Math.Min(taken, marked);
        long mode = Math.Clamp((long)((taken + 1.0) * (marked + 1.0) / (total + 2.0)), least, most);
        double probability = Math.Exp(
            LogChoose(marked, mode) + LogChoose(total - marked, taken - mode) - LogChoose(total, taken));
        (long low, long high, double below, double above) = (mode, mode, probability, probability);
        u -= probability;
        while (u >= 0 && (low > least || high < most))
        {
            if (low > least)
            {
                below *= (double)low * (total - marked - taken + low) / ((double)(marked - low + 1) * (taken - low + 1));
                low--;
                u -= below;
                if (u < 0)
                {
                    return low;
                }
            }

            if (high < most)
            {
                above *= (double)(marked - high) * (taken - high) / ((double)(high + 1) * (total - marked - taken + high + 1));
                high++;
                u -= above;
                if (u < 0)
                {
                    return high;
                }
            }

            // What rounding has left of the sum is nowhere.
            if (below < 1e-300 && above < 1e-300)
            {
                break;
            }
        }

        return mode;
    }

    private static double LogChoose(long n, long k) =>
        SpecialFunctions.GammaLn(n + 1.0) - SpecialFunctions.GammaLn(k + 1.0) - SpecialFunctions.GammaLn(n - k + 1.0);
}
