namespace AISafety.Robustness;

/// <summary>The picture that a row is.</summary>
/// <param name="Height">Rows of pixels: 1 or more.</param>
/// <param name="Width">Pixels of a row: 1 or more.</param>
/// <param name="Channels">Numbers of a pixel: 1 or more. Default: 1.</param>
/// <param name="ChannelsLast">Whether the numbers of a pixel lie together. Default: false, plane after plane.</param>
public sealed record PictureShape(int Height, int Width, int Channels = 1, bool ChannelsLast = false)
{
    /// <summary>How many numbers there are: height x width x channels.</summary>
    public int Count => checked(Height * Width * Channels);

    /// <summary>Where a number lies in the row.</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    /// <param name="y">From above: 0 to <see cref="Height"/> - 1.</param>
    /// <param name="x">From the left: 0 to <see cref="Width"/> - 1.</param>
    public int Index(int channel, int y, int x) => ChannelsLast ? (((y * Width) + x) * Channels) + channel : (((channel * Height) + y) * Width) + x;

    internal static void Check(OptionCheck check, string option, PictureShape? shape, int inputLength) =>
        check.Require(
            shape is { Height: > 0, Width: > 0, Channels: > 0 } && shape.Count == inputLength, option, shape, FormattableString.Invariant($"a picture of {inputLength} numbers, as many as the model takes"));
}
