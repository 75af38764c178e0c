namespace AISafety.Statistics;

/// <summary>A plane of pixels made smaller, and placed somewhere on a plane of zeros of the first size.</summary>
/// <remarks>Between pixels values are interpolated linearly in both directions, pixels being squares whose centres lie at halves; at the edge the last pixel counts on. NaN spreads to what is made of it.</remarks>
public static class PlacedResize
{
    /// <summary>Resizes and places a plane.</summary>
    /// <param name="plane">The pixels, row by row.</param>
    /// <param name="height">Rows of pixels; 1 or more.</param>
    /// <param name="width">Pixels of a row; 1 or more.</param>
    /// <param name="newHeight">Rows of the smaller plane: 1 to <paramref name="height"/>.</param>
    /// <param name="newWidth">Pixels of its rows: 1 to <paramref name="width"/>.</param>
    /// <param name="top">Where its first row lies: 0 to height - newHeight.</param>
    /// <param name="left">Where its first column lies: 0 to width - newWidth.</param>
    /// <param name="result">Takes the pixels; as long as the plane, in other memory.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the memory is the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static void Apply(ReadOnlySpan<float> plane, int height, int width, int newHeight, int newWidth, int top, int left, Span<float> result)
    {
        PlaneSize.Require(plane, height, width, result);
        RequireWithin(newHeight, 1, height, nameof(newHeight));
        RequireWithin(newWidth, 1, width, nameof(newWidth));
        RequireWithin(top, 0, height - newHeight, nameof(top));
        RequireWithin(left, 0, width - newWidth, nameof(left));
        result.Clear();
        for (int row = 0; row < newHeight; row++)
        {
            (int above, int below, double down) = Between(row, newHeight, height);
            for (int column = 0; column < newWidth; column++)
            {
                (int before, int after, double right) = Between(column, newWidth, width);
                double upper = plane[above * width + before] * (1 - right) + plane[above * width + after] * right;
                double lower = plane[below * width + before] * (1 - right) + plane[below * width + after] * right;
                result[(top + row) * width + left + column] = (float)(upper * (1 - down) + lower * down);
            }
        }
    }

    private static (int Before, int After, double Share) Between(int place, int newLength, int length)
    {
        double center = Math.Clamp((place + 0.5) * length / newLength - 0.5, 0, length - 1);
        int before = (int)center;
        return (before, Math.Min(length - 1, before + 1), center - before);
    }

    private static void RequireWithin(int value, int min, int max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, min, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
    }
}
