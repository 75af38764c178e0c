using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>A reference prepared for the maximum mean discrepancy by random Fourier features: linear time, constant memory, and the reference is read once.</summary>
/// <remarks>
/// <para>The Gaussian kernel exp(-|a - b|^2 / (2 sigma^2)) is the mean of cos(w (a - b)) over normal w of standard deviation 1 / sigma. With D draws a row becomes the 2 D numbers
/// cos(w a) and sin(w a) over sqrt D, and the biased squared discrepancy is the squared distance of the samples' mean rows; its error is of the order of 1 / sqrt D. Source: Rahimi and Recht, Random
/// Features for Large-Scale Kernel Machines, NIPS 2007.</para>
/// <para>Rows are taken about the reference's middle, which turns all features of a draw alike and keeps angles small. A row with NaN or an infinity has no place: refused. Immutable: one instance serves any
/// number of threads; the same seed gives the same draws. For a window of a stream: <see cref="StreamingDiscrepancy"/>.</para>
/// </remarks>
public sealed class FourierFeatures
{
    private readonly RowPanels _frequencies;
    private readonly double[] _center;
    private readonly double[] _referenceMean;

    private FourierFeatures(RowPanels frequencies, double[] center)
    {
        _frequencies = frequencies;
        _center = center;
        _referenceMean = new double[Length];
    }

    /// <summary>How many values a row has; at least 1.</summary>
    public int Dimension => _center.Length;

    /// <summary>D, how many frequencies were drawn; at least 1.</summary>
    public int Count => _frequencies.Count;

    /// <summary>How many numbers a row becomes: the cosines, then as many sines; those of the last panel's rest are the same for every row.</summary>
    internal int Length => 2 * Half;

    /// <summary>How much scratch <see cref="Fill"/> needs.</summary>
    internal int ScratchLength => Dimension + Half;

    /// <summary>The reference's mean features, without their common factor 1 / sqrt D.</summary>
    internal ReadOnlySpan<double> ReferenceMean => _referenceMean;

    private int Half => _frequencies.Panels * RowPanels.Width;

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
        FiniteRows.Count(reference, dimension, nameof(reference));
        MaximumMeanDiscrepancy.RequireBandwidth(bandwidth, true);
        double[] center = new double[dimension];
        RowPanels frequencies = RowPanels.Room(count, dimension, keep: true);
        Random random = new(seed);
        double[] drawn = new double[dimension];
        for (int i = 0; i < count; i++)
        {
            foreach (ref double frequency in drawn.AsSpan())
            {
                // Box and Muller.
                double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
                frequency = radius * Math.Cos(2 * Math.PI * random.NextDouble()) / bandwidth;
            }

            frequencies.Put<double>(i, drawn, center);
        }

        frequencies.Close();
        FiniteRows.FillCenter(reference, center);
        FourierFeatures features = new(frequencies, center);
        features.FillMean(reference, features._referenceMean);
        return features;
    }

    /// <summary>The squared discrepancy of a sample from the reference; 0 or more, at most 4.</summary>
    /// <param name="current">Rows of the same dimension; at least one, finite.</param>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    public double SquaredDiscrepancy<T>(ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FiniteRows.Count(current, Dimension, nameof(current));
        double[] scratch = ArrayPool<double>.Shared.Rent(Length);
        Span<double> mean = scratch.AsSpan(0, Length);
        FillMean(current, mean);
        double distance = TensorPrimitives.Distance<double>(mean, _referenceMean);
        ArrayPool<double>.Shared.Return(scratch);
        return distance * distance / Count;
    }

    /// <summary>The features of one row, up to rounding those in the mean of many.</summary>
    /// <param name="row">Finite.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> numbers.</param>
    /// <param name="features">Takes <see cref="Length"/> numbers, without their common factor.</param>
    internal void Fill<T>(ReadOnlySpan<T> row, Span<double> scratch, Span<double> features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> centered = scratch[..Dimension];
        Span<double> angles = scratch.Slice(Dimension, Half);
        double squaredNorm = 0;
        for (int k = 0; k < centered.Length; k++)
        {
            centered[k] = double.CreateTruncating(row[k]) - _center[k];
            squaredNorm += centered[k] * centered[k];
        }

        _frequencies.Products(centered, angles);
        features.Clear();
        for (int panel = 0; panel < _frequencies.Panels; panel++)
        {
            AddPhases(angles.Slice(panel * RowPanels.Width, RowPanels.Width), panel, squaredNorm, features);
        }
    }

    private void FillMean<T>(ReadOnlySpan<T> rows, Span<double> mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = RowPanels.Width;
        int count = rows.Length / Dimension;
        using RowPanels chunk = RowPanels.Room(width, Dimension);
        using AlignedScratch tile = AlignedScratch.Rent(width * width);
        mean.Clear();
        for (int start = 0; start < count; start += width)
        {
            int used = Math.Min(width, count - start);
            for (int row = 0; row < used; row++)
            {
                chunk.Put(row, rows.Slice((start + row) * Dimension, Dimension), _center);
            }

            chunk.Close();
            for (int panel = 0; panel < _frequencies.Panels; panel++)
            {
                _frequencies.Products(panel, chunk, 0, tile.Values);
                AddPhases(tile.Values[..(used * width)], panel, chunk.GreatestNorm(0), mean);
            }
        }

        TensorPrimitives.Divide(mean, (double)count, mean);
    }

    // No product is larger than that of the norms, by Cauchy and Schwarz.
    private void AddPhases(ReadOnlySpan<double> angles, int panel, double squaredNorm, Span<double> sums)
    {
        int width = RowPanels.Width;
        double largest = Math.Sqrt(_frequencies.GreatestNorm(panel)) * Math.Sqrt(squaredNorm);
        PhaseKernel.AddTo(angles, largest, sums.Slice(panel * width, width), sums.Slice(Half + panel * width, width));
    }
}
