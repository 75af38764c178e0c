namespace AISafety.Statistics;

/// <summary>Smooths a plane of pixels: each becomes the median of the square window around it.</summary>
/// <remarks>A window of even size reaches one pixel further up and left than down and right, and its median is the upper of the two middle values. Beyond an edge the plane is mirrored
/// (a b c | c b a). A window that holds NaN gives NaN. Source: J. Tukey, Exploratory Data Analysis, 1977, for the running median; windows and edges as in SciPy's <c>ndimage.median_filter</c>.</remarks>
public static class MedianFilter
{
    /// <summary>Filters a plane.</summary>
    /// <param name="plane">The pixels, row by row.</param>
    /// <param name="height">Rows of pixels; 1 or more.</param>
    /// <param name="width">Pixels of a row; 1 or more.</param>
    /// <param name="size">The window's height and width: 2 to 15.</param>
    /// <param name="result">Takes the pixels; as long, in other memory.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the memory is the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/>, <paramref name="height"/> or <paramref name="width"/> is out of range.</exception>
    public static void Apply(ReadOnlySpan<float> plane, int height, int width, int size, Span<float> result)
    {
        PlaneSize.Require(plane, height, width, result);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 15);
        Span<float> window = stackalloc float[size * size];
        int before = size / 2;
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                int filled = 0;
                bool isMissing = false;
                for (int y = row - before; y < row - before + size; y++)
                {
                    ReadOnlySpan<float> line = plane.Slice(PlaneSize.Mirror(y, height) * width, width);
                    for (int x = column - before; x < column - before + size; x++)
                    {
                        float pixel = line[PlaneSize.Mirror(x, width)];
                        isMissing |= float.IsNaN(pixel);
                        window[filled++] = pixel;
                    }
                }

                window.Sort();
                result[row * width + column] = isMissing ? float.NaN : window[window.Length / 2];
            }
        }
    }
}
