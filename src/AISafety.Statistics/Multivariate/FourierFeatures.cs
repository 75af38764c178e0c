using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>A reference prepared for the maximum mean discrepancy by random Fourier features: linear time, constant memory, and the reference is read once.</summary>
/// <remarks>
/// <para>The Gaussian kernel exp(-|a - b|^2 / (2 sigma^2)) is the mean of cos(w (a - b)) over normal w of standard deviation 1 / sigma. With D draws a row becomes the 2 D numbers
/// cos(w a) and sin(w a) over sqrt D, and the biased squared discrepancy is the squared distance of the samples' mean rows; its error is of the order of 1 / sqrt D. Source: Rahimi and Recht, Random
/// Features for Large-Scale Kernel Machines, NIPS 2007.</para>
/// <para>A row with NaN or an infinity has no place: refused. Immutable; the same seed gives the same draws.</para>
/// </remarks>
public sealed class FourierFeatures
{
    private readonly double[] _frequencies;
    private readonly double[] _referenceMean;

    private FourierFeatures(int dimension, double[] frequencies, double[] referenceMean)
    {
        Dimension = dimension;
        _frequencies = frequencies;
        _referenceMean = referenceMean;
    }

    /// <summary>How many values a row has; at least 1.</summary>
    public int Dimension { get; }

    /// <summary>D, how many frequencies were drawn; at least 1.</summary>
    public int Count => _frequencies.Length / Dimension;

    /// <summary>Draws the frequencies and maps a reference.</summary>
    /// <param name="reference">Rows, one after the other; at least one, finite.</param>
    /// <param name="bandwidth">Sigma, in the unit of the values, as from <see cref="MedianHeuristic"/>; more than 0, finite.</param>
    /// <param name="count">D, how many frequencies; at least 1.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static FourierFeatures Fit<T>(ReadOnlySpan<T> reference, double bandwidth, int count, int seed, int dimension = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (!(bandwidth > 0 && double.IsFinite(bandwidth)))
        {
            throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "Expected a finite bandwidth of more than 0.");
        }

        Random random = new(seed);
        double[] frequencies = new double[checked(count * dimension)];
        for (int i = 0; i < frequencies.Length; i++)
        {
            // Box and Muller.
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            frequencies[i] = radius * Math.Cos(2 * Math.PI * random.NextDouble()) / bandwidth;
        }

        return new(dimension, frequencies, MeanOf(reference, frequencies, dimension, nameof(reference)));
    }

    /// <summary>The squared discrepancy of a sample from the reference; 0 or more, at most 4.</summary>
    /// <param name="current">Rows of the same dimension; at least one, finite.</param>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    public double SquaredDiscrepancy<T>(ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] mean = System.Buffers.ArrayPool<double>.Shared.Rent(2 * Count);
        try
        {
            Span<double> own = mean.AsSpan(0, 2 * Count);
            AddMean(current, _frequencies, Dimension, own, nameof(current));
            double distance = TensorPrimitives.Distance<double>(own, _referenceMean);
            return distance * distance / Count;
        }
        finally
        {
            System.Buffers.ArrayPool<double>.Shared.Return(mean);
        }
    }

    private static double[] MeanOf<T>(ReadOnlySpan<T> rows, double[] frequencies, int dimension, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] mean = new double[2 * (frequencies.Length / dimension)];
        AddMean(rows, frequencies, dimension, mean, name);
        return mean;
    }

    // The cosines' means, then the sines', without their common factor 1 / sqrt D.
    private static void AddMean<T>(ReadOnlySpan<T> rows, double[] frequencies, int dimension, Span<double> mean, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows.IsEmpty || rows.Length % dimension != 0)
        {
            throw new ArgumentException($"There are {rows.Length} values for rows of {dimension}; expected one complete row or more.", name);
        }

        int count = frequencies.Length / dimension;
        mean.Clear();
        for (int start = 0; start < rows.Length; start += dimension)
        {
            for (int k = 0; k < count; k++)
            {
                double angle = 0;
                for (int i = 0; i < dimension; i++)
                {
                    angle += frequencies[k * dimension + i] * double.CreateTruncating(rows[start + i]);
                }

                if (!double.IsFinite(angle))
                {
                    throw new ArgumentException("A value is infinite or NaN; expected finite ones, for a row with a missing value has no place.", name);
                }

                (double sine, double cosine) = Math.SinCos(angle);
                mean[k] += cosine;
                mean[count + k] += sine;
            }
        }

        TensorPrimitives.Divide(mean, rows.Length / dimension, mean);
    }
}
