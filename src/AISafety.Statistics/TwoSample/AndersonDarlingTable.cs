namespace AISafety.Statistics;

/// <summary>The moments and critical values of the k-sample Anderson-Darling statistic, from Scholz and Stephens (1987).</summary>
internal static class AndersonDarlingTable
{
    // Table 2: levels, and the coefficients of 1, 1 / sqrt(k - 1) and 1 / (k - 1) in the critical values.
    private static readonly double[] Levels = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];

    private static readonly double[] B0 = [0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085];

    private static readonly double[] B1 = [-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615];

    private static readonly double[] B2 = [-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154];

    /// <summary>Standardises the sum of equation 7, which still lacks its factor (N - 1) / N.</summary>
    public static AndersonDarlingResult Result(double sum, int samples, double total, double inverses, int missing, string name)
    {
        if (total < 4)
        {
            throw new ArgumentException("There are fewer than four numbers in all; expected at least four.", name);
        }

        double statistic = (sum * (total - 1) / total - (samples - 1)) / Math.Sqrt(Variance(samples, total, inverses));
        return new(statistic, PValue(statistic, samples - 1), samples, (int)total, missing);
    }

    /// <exception cref="ArgumentException">All numbers are equal.</exception>
    public static void RequireSpread(double least, double most, string name)
    {
        if (least == most)
        {
            throw new ArgumentException("All numbers are equal; expected at least two that differ.", name);
        }
    }

    private static double Variance(double k, double n, double inverses)
    {
        double harmonic = 0;
        double g = 0;
        for (double i = 1; i <= n - 2; i++)
        {
            harmonic += 1 / (n - i);
            g += harmonic / (i + 1);
        }

        double h = harmonic + 1;
        double a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverses;
        double b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * inverses - 8 * h + 4 * g - 6;
        double c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * inverses + 4 * h;
        double d = (2 * h + 6) * k * k - 4 * h * k;
        return (((a * n + b) * n + c) * n + d) / ((n - 1) * (n - 2) * (n - 3));
    }

    // The parabola of least squares through (critical value, log level), at the statistic; about the mean critical value, which keeps the equations well set.
    private static double PValue(double statistic, double m)
    {
        Span<double> critical = stackalloc double[7];
        double mean = 0;
        for (int i = 0; i < 7; i++)
        {
            critical[i] = B0[i] + B1[i] / Math.Sqrt(m) + B2[i] / m;
            mean += critical[i] / 7;
        }

        if (statistic < critical[0] || statistic > critical[6])
        {
            return statistic < critical[0] ? Levels[0] : Levels[6];
        }

        double s2 = 0, s3 = 0, s4 = 0, y0 = 0, y1 = 0, y2 = 0;
        for (int i = 0; i < 7; i++)
        {
            double x = critical[i] - mean;
            double y = Math.Log(Levels[i]);
            s2 += x * x;
            s3 += x * x * x;
            s4 += x * x * x * x;
            y0 += y;
            y1 += x * y;
            y2 += x * x * y;
        }

        // The rest of x^2 beside 1 and x gives the coefficient of the square first.
        double slopeOfSquare = s3 / s2;
        double squares = s4 - s2 * s2 / 7 - s3 * slopeOfSquare;
        double quadratic = (y2 - y0 * s2 / 7 - y1 * slopeOfSquare) / squares;
        double linear = y1 / s2 - quadratic * slopeOfSquare;
        double constant = y0 / 7 - quadratic * s2 / 7;
        double at = statistic - mean;
        return Math.Exp(constant + at * (linear + at * quadratic));
    }
}
