using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The maximum mean discrepancy of a sliding window of rows against a fixed reference, by random Fourier features: O(D d) an update, O(D) a query, D features of rows of d values.</summary>
/// <remarks>
/// <para>The statistic is what <see cref="FourierFeatures.SquaredDiscrepancy{T}"/> gives of the window's rows: the squared distance of the window's mean features from the reference's.</para>
/// <para>Rounding does not grow with the stream: features of the rows that came since the window's ring last began anew are only added up, those of the rows before are only taken from a sum made in the
/// same way, so that no sum ever holds more than two windows' roundings.</para>
/// <para>A row with a NaN is missing: counted, and changes nothing. Memory of 16 bytes for each feature and row of the window. No allocation per update. Not thread-safe.
/// Source of the features: Rahimi and Recht, Random Features for Large-Scale Kernel Machines, NIPS 2007.</para>
/// </remarks>
public sealed class StreamingDiscrepancy
{
    private readonly FourierFeatures _reference;
    private readonly double[] _scratch;

    // The features of the window's rows, and their sums: of the rows before the ring's last beginning, and of those since.
    private readonly double[] _ring;
    private double[] _before;
    private double[] _since;
    private int _next;

    /// <summary>Takes the reference.</summary>
    /// <param name="reference">The reference's features.</param>
    /// <param name="windowSize">w, how many of the newest rows are compared; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="windowSize"/> is less than 1, or so great that the window's features fill more than an array.</exception>
    public StreamingDiscrepancy(FourierFeatures reference, int windowSize)
    {
        ArgumentNullException.ThrowIfNull(reference);
        WindowSize = StreamRange.Count(windowSize, 1, Array.MaxLength / reference.Length);
        _reference = reference;
        _scratch = new double[reference.ScratchLength];
        _ring = new double[windowSize * reference.Length];
        _before = new double[reference.Length];
        _since = new double[reference.Length];
    }

    /// <summary>w, how many rows the window holds when it is full.</summary>
    public int WindowSize { get; }

    /// <summary>How many rows are in the window, up to <see cref="WindowSize"/>.</summary>
    public int Count { get; private set; }

    /// <summary>How many rows had a NaN since the start or <see cref="Reset"/>.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The squared discrepancy of the rows in the window from the reference; 0 or more, at most 4; NaN while there is none.</summary>
    public double Statistic
    {
        get
        {
            if (Count == 0)
            {
                return double.NaN;
            }

            // Whole vectors: there are as many features as fill panels.
            ReadOnlySpan<double> mean = _reference.ReferenceMean;
            Vector<double> share = new(1.0 / Count);
            Vector<double> sum = default;
            for (int i = 0; i < mean.Length; i += Vector<double>.Count)
            {
                Vector<double> difference = (new Vector<double>(_before, i) + new Vector<double>(_since, i)) * share - new Vector<double>(mean[i..]);
                sum += difference * difference;
            }

            return Vector.Sum(sum) / _reference.Count;
        }
    }

    /// <summary>Takes the next row of the stream; the oldest leaves the window if it is full.</summary>
    /// <param name="row">As many values as the reference's rows have; NaN means that the row is missing.</param>
    /// <exception cref="ArgumentException">The row has another length, or an infinity. Nothing was changed.</exception>
    public void Update<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompleteRows.RequireLength(row.Length, _reference.Dimension, nameof(row));
        if (!TensorPrimitives.IsFiniteAll(row))
        {
            MissingCount += TensorPrimitives.IsInfinityAny(row)
                ? throw new ArgumentException("The row holds an infinity; expected finite values, or NaN where one is missing.", nameof(row))
                : 1;
            return;
        }

        Span<double> features = _ring.AsSpan(_next * _since.Length, _since.Length);
        if (Count == WindowSize)
        {
            TensorPrimitives.Subtract(_before, features, _before);
        }
        else
        {
            Count++;
        }

        _reference.Fill(row, _scratch, features);
        TensorPrimitives.Add(_since, features, _since);
        if (++_next == WindowSize)
        {
            (_before, _since) = (_since, _before);
            _since.AsSpan().Clear();
            _next = 0;
        }
    }

    /// <summary>Empties the window; the reference stays.</summary>
    public void Reset()
    {
        _before.AsSpan().Clear();
        _since.AsSpan().Clear();
        _next = 0;
        Count = 0;
        MissingCount = 0;
    }
}
