namespace AISafety.Statistics;

/// <summary>Smooths a plane of pixels and keeps its edges: the plane u with the least weight TV(u) + |u - f|^2 / 2, f being the plane given.</summary>
/// <remarks>
/// <para>TV(u) is the sum over pixels of the length of the forward difference (isotropic); beyond an edge differences are 0, so that the mean is kept. Chambolle's projection: p = (p + t grad(div p - f / weight)) / (1 + t |grad(div p - f / weight)|)
/// with t = 1/4, and u = f - weight div p. It stops when no part of p changes by more than 1e-4, or after the iterations given: then u is near the least, not at it.</para>
/// <para>NaN spreads over the plane. Sources: Rudin, Osher and Fatemi, Nonlinear total variation based noise removal algorithms, Physica D 60, 1992; Chambolle, An algorithm for total variation minimization and applications, Journal of
/// Mathematical Imaging and Vision 20, 2004.</para>
/// </remarks>
public static class TotalVariationDenoising
{
    private const double Step = 0.25;
    private const double Tolerance = 1e-4;

    /// <summary>Smooths a plane.</summary>
    /// <param name="plane">The pixels, row by row.</param>
    /// <param name="height">Rows of pixels; 1 or more.</param>
    /// <param name="width">Pixels of a row; 1 or more.</param>
    /// <param name="weight">How smooth, in the unit of the pixels: more than 0, finite. 0.1 is much for pixels of 0 to 1.</param>
    /// <param name="iterations">At most how many steps: 1 to 100,000.</param>
    /// <param name="result">Takes the pixels; as long, in other memory.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the memory is the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static void Apply(ReadOnlySpan<float> plane, int height, int width, double weight, int iterations, Span<float> result)
    {
        PlaneSize.Require(plane, height, width, result);
        if (!(weight > 0 && double.IsFinite(weight)))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "Expected more than 0, and finite.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, 100_000);
        double[] down = new double[plane.Length];
        double[] right = new double[plane.Length];
        double[] slope = new double[plane.Length];
        for (int i = 0; i < iterations; i++)
        {
            for (int pixel = 0; pixel < slope.Length; pixel++)
            {
                slope[pixel] = Divergence(down, right, pixel, height, width) - plane[pixel] / weight;
            }

            if (Ascend(down, right, slope, height, width) <= Tolerance)
            {
                break;
            }
        }

        for (int pixel = 0; pixel < result.Length; pixel++)
        {
            result[pixel] = (float)(plane[pixel] - weight * Divergence(down, right, pixel, height, width));
        }
    }

    // The greatest change of a part of p; 0 where nothing can be said, so that NaN ends the search.
    private static double Ascend(double[] down, double[] right, double[] slope, int height, int width)
    {
        double most = 0;
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                int pixel = row * width + column;
                double y = row + 1 < height ? slope[pixel + width] - slope[pixel] : 0;
                double x = column + 1 < width ? slope[pixel + 1] - slope[pixel] : 0;
                double shrink = 1 / (1 + Step * Math.Sqrt(x * x + y * y));
                double newDown = (down[pixel] + Step * y) * shrink;
                double newRight = (right[pixel] + Step * x) * shrink;
                double change = Math.Max(Math.Abs(newDown - down[pixel]), Math.Abs(newRight - right[pixel]));
                most = change > most ? change : most;
                down[pixel] = newDown;
                right[pixel] = newRight;
            }
        }

        return most;
    }

    private static double Divergence(double[] down, double[] right, int pixel, int height, int width)
    {
        int row = pixel / width;
        int column = pixel % width;
        return (row + 1 < height ? down[pixel] : 0) - (row > 0 ? down[pixel - width] : 0)
            + (column + 1 < width ? right[pixel] : 0) - (column > 0 ? right[pixel - 1] : 0);
    }
}
