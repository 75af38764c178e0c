namespace AISafety.Statistics;

/// <summary>Smooths a plane of pixels and keeps its edges: the plane u with the least weight TV(u) + |u - f|^2 / 2, f being the plane given.</summary>
/// <remarks>
/// <para>TV(u) is the sum over pixels of the length of the forward difference (isotropic); beyond an edge differences are 0, so that the mean is kept. Chambolle's projection: p = (p + t grad(div p - f / weight)) / (1 + t |grad(div p - f / weight)|)
/// with t = 1/4, and u = f - weight div p. It stops when the dual problem shows that a pixel's share of the sum is within 1e-6 of the least, or after the iterations given.</para>
/// <para>NaN spreads over the plane. Sources: Rudin, Osher and Fatemi, Nonlinear total variation based noise removal algorithms, Physica D 60, 1992; Chambolle, An algorithm for total variation minimization and applications, Journal of
/// Mathematical Imaging and Vision 20, 2004.</para>
/// </remarks>
public static class TotalVariationDenoising
{
    private const double Step = 0.25;
    private const double Tolerance = 1e-6;
    private const int StepsBetweenLooks = 10;

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
        double[] smooth = new double[plane.Length];
        for (int step = 0; ; step++)
        {
            for (int pixel = 0; pixel < smooth.Length; pixel++)
            {
                smooth[pixel] = plane[pixel] - weight * Divergence(down, right, pixel, height, width);
            }

            if (step == iterations || (step % StepsBetweenLooks == 0 && IsNear(smooth, plane, height, width, weight)))
            {
                break;
            }

            Ascend(down, right, smooth, height, width, weight);
        }

        for (int pixel = 0; pixel < result.Length; pixel++)
        {
            result[pixel] = (float)smooth[pixel];
        }
    }

    // The gap between the objective and its dual, weight TV(u) + u (u - f), bounds how far u is from the least.
    private static bool IsNear(double[] smooth, ReadOnlySpan<float> plane, int height, int width, double weight)
    {
        double gap = 0;
        for (int pixel = 0; pixel < smooth.Length; pixel++)
        {
            (double y, double x) = Slope(smooth, pixel, height, width);
            gap += weight * Math.Sqrt(x * x + y * y) + smooth[pixel] * (smooth[pixel] - plane[pixel]);
        }

        // NaN ends the search, too.
        return !(gap > Tolerance * smooth.Length);
    }

    // The slope of div p - f / weight is that of u, divided by -weight.
    private static void Ascend(double[] down, double[] right, double[] smooth, int height, int width, double weight)
    {
        for (int pixel = 0; pixel < smooth.Length; pixel++)
        {
            (double y, double x) = Slope(smooth, pixel, height, width);
            double shrink = 1 / (1 + Step / weight * Math.Sqrt(x * x + y * y));
            down[pixel] = (down[pixel] - Step / weight * y) * shrink;
            right[pixel] = (right[pixel] - Step / weight * x) * shrink;
        }
    }

    private static (double Down, double Right) Slope(double[] values, int pixel, int height, int width) => (
        pixel / width + 1 < height ? values[pixel + width] - values[pixel] : 0,
        pixel % width + 1 < width ? values[pixel + 1] - values[pixel] : 0);

    private static double Divergence(double[] down, double[] right, int pixel, int height, int width)
    {
        int row = pixel / width;
        int column = pixel % width;
        return (row + 1 < height ? down[pixel] : 0) - (row > 0 ? down[pixel - width] : 0)
            + (column + 1 < width ? right[pixel] : 0) - (column > 0 ? right[pixel - 1] : 0);
    }
}
