using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Adversarial;

public abstract partial class InputTransform
{
    /// <summary>Fewer shades: each number, 0 to 1, becomes the nearest of 2^bits; see <see cref="BitDepthReduction"/>.</summary>
    /// <param name="bits">1 to 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bits"/> is out of range.</exception>
    public static InputTransform BitDepth(int bits)
    {
        RequireWithin(bits, 1, 16, nameof(bits));
        return new ElementTransform(Text($"{bits} bits"), (row, changed) => BitDepthReduction.Apply(row, bits, changed));
    }

    /// <summary>Each number becomes the nearest multiple of a step, halves going to the even one.</summary>
    /// <param name="step">In the unit of the numbers; more than 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is out of range.</exception>
    public static InputTransform Rounding(double step)
    {
        RequirePositive(step, nameof(step));
        return new ElementTransform(Text($"steps of {step}"), (row, changed) =>
        {
            for (int i = 0; i < row.Length; i++)
            {
                changed[i] = (float)(Math.Round(row[i] / step) * step);
            }
        });
    }

    /// <summary>Each number becomes the median of those reference values of its feature that lie in the same bin, bins being equally full. What lies beyond the reference counts to the last bin.</summary>
    /// <param name="bins">How many, 2 to 1,000. Where values are repeated there may be fewer.</param>
    /// <param name="reference">The rows that bins are made of; finite, equally long. Read once, here.</param>
    /// <exception cref="ArgumentException">There are fewer rows than bins, they differ in length, or a number is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is out of range.</exception>
    public static InputTransform Quantile(int bins, IEnumerable<ReadOnlyMemory<float>> reference)
    {
        RequireWithin(bins, 2, 1_000, nameof(bins));
        ArgumentNullException.ThrowIfNull(reference);
        return QuantileTransform.Fit(bins, [.. reference]);
    }

    /// <summary>Each pixel becomes the median of a square window; see <see cref="MedianFilter"/>.</summary>
    /// <param name="shape">The picture.</param>
    /// <param name="size">The window's height and width, 2 to 15; default 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is out of range.</exception>
    public static InputTransform Median(ImageShape shape, int size = 2)
    {
        RequireWithin(size, 2, 15, nameof(size));
        return new PlaneTransform(Text($"median {size}x{size}"), shape, (plane, result, _) => MedianFilter.Apply(plane, shape.Height, shape.Width, size, result));
    }

    /// <summary>Each pixel becomes a mean of those with like surroundings; see <see cref="NonLocalMeans"/>. Channels are smoothed one by one.</summary>
    /// <param name="shape">The picture.</param>
    /// <param name="search">Side of the square that is searched: odd, 3 to 51; default 11.</param>
    /// <param name="patch">Side of what is compared: odd, 1 to 15; default 3.</param>
    /// <param name="strength">How different patches may be and still count, in the unit of the pixels; more than 0; default 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static InputTransform NonLocalMeans(ImageShape shape, int search = 11, int patch = 3, double strength = 0.1)
    {
        RequireOdd(search, 3, 51, nameof(search));
        RequireOdd(patch, 1, 15, nameof(patch));
        RequirePositive(strength, nameof(strength));
        return new PlaneTransform(
            Text($"non-local means {search}-{patch}-{strength}"),
            shape,
            (plane, result, _) => Statistics.NonLocalMeans.Apply(plane, shape.Height, shape.Width, search, patch, strength, result));
    }

    /// <summary>Smooth areas, sharp edges; see <see cref="TotalVariationDenoising"/>. Channels are smoothed one by one.</summary>
    /// <param name="shape">The picture.</param>
    /// <param name="weight">How smooth, in the unit of the pixels; more than 0; default 0.05.</param>
    /// <param name="iterations">At most how many steps: 1 to 100,000; default 50.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static InputTransform TotalVariation(ImageShape shape, double weight = 0.05, int iterations = 50)
    {
        RequirePositive(weight, nameof(weight));
        RequireWithin(iterations, 1, 100_000, nameof(iterations));
        return new PlaneTransform(
            Text($"total variation {weight}"), shape, (plane, result, _) => TotalVariationDenoising.Apply(plane, shape.Height, shape.Width, weight, iterations, result));
    }

    /// <summary>Fine detail of 8 x 8 blocks goes, as in lossy image formats; see <see cref="CosineQuantization"/>, which says in what it is not JPEG.</summary>
    /// <param name="shape">The picture.</param>
    /// <param name="quality">1, the coarsest, to 100; default 75.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quality"/> is out of range.</exception>
    public static InputTransform BlockFrequencies(ImageShape shape, int quality = 75)
    {
        RequireWithin(quality, 1, 100, nameof(quality));
        return new PlaneTransform(Text($"block frequencies {quality}"), shape, (plane, result, _) => CosineQuantization.Apply(plane, shape.Height, shape.Width, quality, result));
    }

    /// <summary>The picture becomes smaller by chance, and is put somewhere by chance on black, the same in all channels.</summary>
    /// <param name="shape">The picture.</param>
    /// <param name="leastScale">The least height and width, as a share: more than 0, less than 1; default 0.85.</param>
    /// <param name="seed">Decides, with the draw, what is done. Null (default): drawn here, by the system's generator of secrets. An integer makes trials repeatable, and is a secret in production: whoever knows it knows what will be done.</param>
    /// <remarks>In the spirit of Xie et al., Mitigating adversarial effects through randomization, ICLR 2018, who make pictures larger for models of any size; here the size stays.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="leastScale"/> is out of range.</exception>
    public static InputTransform RandomResizePad(ImageShape shape, double leastScale = 0.85, int? seed = null)
    {
        if (!(leastScale is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(leastScale), leastScale, "Expected more than 0 and less than 1.");
        }

        ulong secret = SecretKey.Of(seed).First;
        return new PlaneTransform(Text($"resize and pad {leastScale}"), shape, (plane, result, draw) => RandomPlace.Apply(plane, shape, leastScale, secret, draw, result), isRandom: true);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void RequireWithin(int value, int min, int max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, min, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
    }

    private static void RequireOdd(int value, int min, int max, string name)
    {
        RequireWithin(value, min, max, name);
        if (value % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected an odd number.");
        }
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected more than 0, and finite.");
        }
    }
}
