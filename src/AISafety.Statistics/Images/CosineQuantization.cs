namespace AISafety.Statistics;

/// <summary>Rounds the frequencies of 8 x 8 blocks of pixels, as lossy image formats do: fine detail goes, the rest stays.</summary>
/// <remarks>
/// <para>Each block is taken as 255 x - 128, turned by the orthonormal discrete cosine transform (type II) in both directions, divided by a table of steps and rounded, and turned back; the result is cut to 0 to 1. The steps are the
/// luminance table of ITU-T T.81, Annex K, made finer or coarser by the quality as the Independent JPEG Group's library does: by 5000 / q percent below 50, by 200 - 2 q percent from there on, at least 1. It is not JPEG: no colour space is changed, nothing
/// is coded, and pixels stay fractions.</para>
/// <para>A block that reaches over an edge is filled by repeating the last row and column. NaN makes NaN of its block. Source: ITU-T T.81, 1992.</para>
/// </remarks>
public static class CosineQuantization
{
    private const int Side = 8;

    private static readonly double[] _cosines = Cosines();

    private static readonly byte[] _steps =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    /// <summary>Quantises a plane.</summary>
    /// <param name="plane">The pixels, row by row; 0 to 1.</param>
    /// <param name="height">Rows of pixels; 1 or more.</param>
    /// <param name="width">Pixels of a row; 1 or more.</param>
    /// <param name="quality">1, the coarsest, to 100, steps of one grey level in 255.</param>
    /// <param name="result">Takes the pixels; as long, in other memory.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the memory is the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static void Apply(ReadOnlySpan<float> plane, int height, int width, int quality, Span<float> result)
    {
        PlaneSize.Require(plane, height, width, result);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        Span<double> block = stackalloc double[Side * Side];
        for (int top = 0; top < height; top += Side)
        {
            for (int left = 0; left < width; left += Side)
            {
                for (int i = 0; i < block.Length; i++)
                {
                    int y = Math.Min(height - 1, top + i / Side);
                    int x = Math.Min(width - 1, left + i % Side);
                    block[i] = 255.0 * plane[y * width + x] - 128;
                }

                Turn(block, isForward: true);
                for (int i = 0; i < block.Length; i++)
                {
                    int step = Math.Max(1, (_steps[i] * percent + 50) / 100);
                    block[i] = Math.Round(block[i] / step) * step;
                }

                Turn(block, isForward: false);
                for (int i = 0; i < block.Length; i++)
                {
                    int y = top + i / Side;
                    int x = left + i % Side;
                    if (y < height && x < width)
                    {
                        result[y * width + x] = (float)Math.Clamp((block[i] + 128) / 255, 0, 1);
                    }
                }
            }
        }
    }

    // C B C' forward, C' B C back: two products with the matrix of cosines, whose rows are orthonormal.
    private static void Turn(Span<double> block, bool isForward)
    {
        Span<double> half = stackalloc double[Side * Side];
        for (int i = 0; i < Side; i++)
        {
            for (int j = 0; j < Side; j++)
            {
                double sum = 0;
                for (int k = 0; k < Side; k++)
                {
                    sum += (isForward ? _cosines[i * Side + k] : _cosines[k * Side + i]) * block[k * Side + j];
                }

                half[i * Side + j] = sum;
            }
        }

        for (int i = 0; i < Side; i++)
        {
            for (int j = 0; j < Side; j++)
            {
                double sum = 0;
                for (int k = 0; k < Side; k++)
                {
                    sum += half[i * Side + k] * (isForward ? _cosines[j * Side + k] : _cosines[k * Side + j]);
                }

                block[i * Side + j] = sum;
            }
        }
    }

    private static double[] Cosines()
    {
        double[] cosines = new double[Side * Side];
        for (int i = 0; i < cosines.Length; i++)
        {
            int frequency = i / Side;
            double scale = Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / Side);
            cosines[i] = scale * Math.Cos(Math.PI * frequency * (2 * (i % Side) + 1) / (2 * Side));
        }

        return cosines;
    }
}
