using AISafety.Adversarial;

namespace AISafety.Robustness;

/// <summary>Directions of the orthonormal discrete cosine transform (II) of one channel, the lowest frequencies of it.</summary>
internal static class CosineDirection
{
    public static int Count(ImageShape shape, double share) => shape.Channels * Used(shape.Height, share) * Used(shape.Width, share);

    /// <summary>Writes direction number <paramref name="which"/>, of length 1.</summary>
    public static void Write(ImageShape shape, double share, int which, Span<float> direction)
    {
        (int tall, int wide) = (Used(shape.Height, share), Used(shape.Width, share));
        int channel = which / (tall * wide);
        int v = which / wide % tall;
        int u = which % wide;
        direction.Clear();
        for (int y = 0; y < shape.Height; y++)
        {
            double row = Wave(v, y, shape.Height);
            for (int x = 0; x < shape.Width; x++)
            {
                direction[shape.Index(channel, y, x)] = (float)(row * Wave(u, x, shape.Width));
            }
        }
    }

    private static int Used(int side, double share) => Math.Max(1, (int)Math.Ceiling(side * share));

    private static double Wave(int frequency, int at, int side) => Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / side) * Math.Cos(Math.PI * frequency * (at + 0.5) / side);
}
