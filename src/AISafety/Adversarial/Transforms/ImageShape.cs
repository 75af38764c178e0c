namespace AISafety.Adversarial;

/// <summary>The picture that a row of numbers is.</summary>
/// <remarks>Immutable.</remarks>
public sealed record ImageShape
{
    /// <summary>States the shape.</summary>
    /// <param name="height">Rows of pixels: 1 to 65,536.</param>
    /// <param name="width">Pixels of a row: 1 to 65,536.</param>
    /// <param name="channels">Numbers of a pixel: 1 to 1,024; default 1, grey.</param>
    /// <param name="layout">Their order; default plane after plane.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or there are more than 2^30 numbers.</exception>
    public ImageShape(int height, int width, int channels = 1, PixelLayout layout = PixelLayout.ChannelsFirst)
    {
        RequireWithin(height, 65_536, nameof(height));
        RequireWithin(width, 65_536, nameof(width));
        RequireWithin(channels, 1_024, nameof(channels));
        if ((long)height * width * channels is var count && count > 1 << 30)
        {
            throw new ArgumentOutOfRangeException(nameof(height), height, $"Expected at most 2^30 numbers, height x width x channels; there are {count}.");
        }

        if (layout is not (PixelLayout.ChannelsFirst or PixelLayout.ChannelsLast))
        {
            throw new ArgumentOutOfRangeException(nameof(layout), layout, "Expected ChannelsFirst or ChannelsLast.");
        }

        (Height, Width, Channels, Layout) = (height, width, channels, layout);
    }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Numbers of a pixel.</summary>
    public int Channels { get; }

    /// <summary>The order of the numbers.</summary>
    public PixelLayout Layout { get; }

    /// <summary>How many numbers there are: height x width x channels.</summary>
    public int Count => Height * Width * Channels;

    private static void RequireWithin(int value, int max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
    }
}
