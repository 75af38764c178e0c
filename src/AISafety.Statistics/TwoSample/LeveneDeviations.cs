using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>How far a sample's numbers are from its centre: all that <see cref="Levene"/> has to know of a sample, so its prepared form.</summary>
public sealed class LeveneDeviations
{
    private LeveneDeviations(LeveneCenter center, Moments moments)
    {
        Center = center;
        Moments = moments;
    }

    /// <summary>From where the deviations are measured.</summary>
    public LeveneCenter Center { get; }

    /// <summary>The moments of |x - centre|; of at least one number.</summary>
    public Moments Moments { get; }

    /// <summary>Measures a sample.</summary>
    /// <param name="values">The sample, in any order; finite. NaN means missing: left out and counted.</param>
    /// <param name="center">From where.</param>
    /// <exception cref="ArgumentException">There is no number, or one is infinite.</exception>
    public static LeveneDeviations Of<T>(ReadOnlySpan<T> values, LeveneCenter center = LeveneCenter.Median)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Of(values, center, nameof(values));

    internal static LeveneDeviations Of<T>(ReadOnlySpan<T> values, LeveneCenter center, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Choice.Require(center, nameof(center));
        double mean = FiniteMoments.Of(values, name).Mean;
        double from = center == LeveneCenter.Mean ? mean : Middle(values);
        double[] scratch = ArrayPool<double>.Shared.Rent(values.Length);
        Span<double> deviations = scratch.AsSpan(0, values.Length);
        TensorPrimitives.ConvertTruncating(values, deviations);
        TensorPrimitives.Subtract(deviations, from, deviations);
        TensorPrimitives.Abs(deviations, deviations);
        Moments moments = Moments.Of(deviations);
        ArrayPool<double>.Shared.Return(scratch);
        return new(center, moments);
    }

    // In double, for the middle of two floats need not be one.
    private static double Middle<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch<T> scratch = SampleScratch<T>.Of(values, nameof(values));
        (T lower, T upper) = Median.MiddleTwo(scratch.Values);
        return 0.5 * double.CreateTruncating(lower) + 0.5 * double.CreateTruncating(upper);
    }
}
