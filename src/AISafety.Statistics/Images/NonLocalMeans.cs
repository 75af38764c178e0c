namespace AISafety.Statistics;

/// <summary>Smooths a plane of pixels by itself: each becomes a mean of those around it, weighted by how alike their surroundings are.</summary>
/// <remarks>The weight of pixel j in the mean for i is exp(-d(i, j) / h^2), d being the mean of the squared differences of the patches around them; pixel i itself counts too. Beyond an edge the plane is mirrored
/// (a b c | c b a) for patches; the search stays inside. NaN makes NaN of all that is near it. Time: pixels x search^2 x patch^2.
/// Source: Buades, Coll and Morel, A non-local algorithm for image denoising, CVPR 2005, with a flat patch in place of a Gaussian one.</remarks>
public static class NonLocalMeans
{
    /// <summary>Smooths a plane.</summary>
    /// <param name="plane">The pixels, row by row.</param>
    /// <param name="height">Rows of pixels; 1 or more.</param>
    /// <param name="width">Pixels of a row; 1 or more.</param>
    /// <param name="search">The height and width of the square that is searched around a pixel: odd, 3 to 51.</param>
    /// <param name="patch">The height and width of the surroundings that are compared: odd, 1 to 15.</param>
    /// <param name="strength">h, in the unit of the pixels: how different patches may be and still count; more than 0, finite.</param>
    /// <param name="result">Takes the pixels; as long, in other memory.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the memory is the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static void Apply(ReadOnlySpan<float> plane, int height, int width, int search, int patch, double strength, Span<float> result)
    {
        PlaneSize.Require(plane, height, width, result);
        RequireOdd(search, 3, 51, nameof(search));
        RequireOdd(patch, 1, 15, nameof(patch));
        if (!(strength > 0 && double.IsFinite(strength)))
        {
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "Expected more than 0, and finite.");
        }

        int reach = search / 2;
        int rim = patch / 2;
        int wide = width + 2 * rim;
        float[] padded = Padded(plane, height, width, rim);
        double scale = -1 / (strength * strength * patch * patch);
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                double sum = 0;
                double weights = 0;
                for (int y = Math.Max(0, row - reach); y <= Math.Min(height - 1, row + reach); y++)
                {
                    for (int x = Math.Max(0, column - reach); x <= Math.Min(width - 1, column + reach); x++)
                    {
                        double weight = Math.Exp(scale * SquaredDifference(padded, row * wide + column, y * wide + x, wide, patch));
                        weights += weight;
                        sum += weight * plane[y * width + x];
                    }
                }

                result[row * width + column] = (float)(sum / weights);
            }
        }
    }

    private static double SquaredDifference(float[] padded, int one, int other, int wide, int patch)
    {
        double sum = 0;
        for (int y = 0; y < patch; y++)
        {
            ReadOnlySpan<float> first = padded.AsSpan(one + y * wide, patch);
            ReadOnlySpan<float> second = padded.AsSpan(other + y * wide, patch);
            for (int x = 0; x < first.Length; x++)
            {
                double difference = (double)first[x] - second[x];
                sum += difference * difference;
            }
        }

        return sum;
    }

    private static float[] Padded(ReadOnlySpan<float> plane, int height, int width, int rim)
    {
        int wide = width + 2 * rim;
        float[] padded = new float[wide * (height + 2 * rim)];
        for (int y = 0; y < height + 2 * rim; y++)
        {
            ReadOnlySpan<float> line = plane.Slice(PlaneSize.Mirror(y - rim, height) * width, width);
            for (int x = 0; x < wide; x++)
            {
                padded[y * wide + x] = line[PlaneSize.Mirror(x - rim, width)];
            }
        }

        return padded;
    }

    private static void RequireOdd(int value, int min, int max, string name)
    {
        if (value < min || value > max || value % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected an odd number, {min} to {max}.");
        }
    }
}
