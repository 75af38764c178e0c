namespace AISafety.Adversarial;

/// <summary>How the numbers of a row are a picture.</summary>
public enum PixelLayout : byte
{
    /// <summary>Plane after plane, one for each channel, each row by row: C x H x W, as most ONNX models take it.</summary>
    ChannelsFirst = 0,

    /// <summary>Pixel after pixel, each with all its channels: H x W x C.</summary>
    ChannelsLast = 1,
}
