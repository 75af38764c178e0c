using AISafety.Adversarial;

namespace AISafety.Robustness;

/// <summary>A picture as a row.</summary>
internal static class ImageShapeRows
{
    /// <summary>Where a number lies in the row.</summary>
    /// <param name="shape">The picture.</param>
    /// <param name="channel">0 to channels - 1.</param>
    /// <param name="y">From above: 0 to height - 1.</param>
    /// <param name="x">From the left: 0 to width - 1.</param>
    public static int Index(this ImageShape shape, int channel, int y, int x) =>
        shape.Layout == PixelLayout.ChannelsLast ? (((y * shape.Width) + x) * shape.Channels) + channel : (((channel * shape.Height) + y) * shape.Width) + x;

    /// <summary>Refuses a picture of another length than the model's rows, and none.</summary>
    public static void RequireShape(this OptionCheck check, string option, ImageShape? shape, int inputLength) =>
        check.Require(shape is not null && shape.Count == inputLength, option, shape, FormattableString.Invariant($"a picture of {inputLength} numbers, as many as the model takes"));
}
