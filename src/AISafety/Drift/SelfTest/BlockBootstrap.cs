namespace AISafety.Drift;

/// <summary>Draws rows in blocks of successive ones, any block as likely as another: the moving-block bootstrap.</summary>
/// <remarks>Within a block rows depend on each other as they did. Source: H. Künsch, The jackknife and the bootstrap for general stationary observations, Annals of Statistics 1989.</remarks>
internal sealed class BlockBootstrap(float[] rows, int width, int blockLength, int seed)
{
    private readonly Random _random = new(seed);
    private readonly int _starts = (rows.Length / width) - blockLength + 1;

    public float[] Draw(int count)
    {
        float[] drawn = new float[count * width];
        for (int row = 0; row < count; row += blockLength)
        {
            int length = Math.Min(blockLength, count - row);
            rows.AsSpan(_random.Next(_starts) * width, length * width).CopyTo(drawn.AsSpan(row * width));
        }

        return drawn;
    }
}
