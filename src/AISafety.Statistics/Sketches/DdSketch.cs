namespace AISafety.Statistics;

/// <summary>DDSketch: quantiles of a stream within a stated relative error of the value, for latencies and sizes. Merging is exact, in any order.</summary>
/// <remarks>
/// <para>With g = (1 + a) / (1 - a), a value x &gt; 0 is counted in bin ceil(log_g x), and answered by 2 g^i / (g + 1), which is within a x of it; negative
/// values likewise, and those nearer to 0 than 2.3e-308 in a bin of their own, as 0. Bins are never collapsed, so that the error holds for every
/// quantile; memory is 8 bytes for each bin between the least and the greatest magnitude: 8 x 13.8 / a bytes for a
/// range of 1 to 10^12 (11 kB at 1 %).</para>
/// <para>NaN means missing: counted, otherwise passed over. Not thread-safe. Source: C. Masson, J. Rim, H. Lee, DDSketch: a fast and
/// fully-mergeable quantile sketch with relative-error guarantees, VLDB 2019 (the unbounded form).</para>
/// </remarks>
public sealed class DdSketch
{
    private const double LeastMagnitude = 2.3e-308;

    private readonly double _gamma;
    private readonly double _perLog;
    private readonly DdBins _positive = new();
    private readonly DdBins _negative = new();
    private long _zeros;

    /// <summary>Makes an empty sketch.</summary>
    /// <param name="relativeError">a; 0.001 to 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="relativeError"/> is out of its range.</exception>
    public DdSketch(double relativeError = 0.01)
    {
        if (!(relativeError is >= 0.001 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(relativeError), relativeError, "Expected 0.001 to 0.5.");
        }

        RelativeError = relativeError;
        _gamma = (1 + relativeError) / (1 - relativeError);
        _perLog = 1 / Math.Log(_gamma);
    }

    /// <summary>The greatest error of a quantile, as a share of its value.</summary>
    public double RelativeError { get; }

    /// <summary>How many values there were, without the missing ones.</summary>
    public long Count => _positive.Total + _negative.Total + _zeros;

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The least value, exactly; NaN if there is none.</summary>
    public double Min { get; private set; } = double.NaN;

    /// <summary>The greatest value, exactly; NaN if there is none.</summary>
    public double Max { get; private set; } = double.NaN;

    /// <summary>Takes a value.</summary>
    /// <param name="value">A finite value; NaN if it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is infinite. Nothing was changed.</exception>
    public void Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        StreamRange.RequireFinite(value);
        Widen(value, value);
        if (value > LeastMagnitude)
        {
            _positive.Add(Bin(value), 1);
        }
        else if (value < -LeastMagnitude)
        {
            _negative.Add(Bin(-value), 1);
        }
        else
        {
            _zeros++;
        }
    }

    /// <summary>Takes all that another sketch took. The other stays as it is.</summary>
    /// <param name="other">A sketch of the same relative error.</param>
    /// <exception cref="ArgumentException">The other's relative error differs. Nothing was changed.</exception>
    /// <exception cref="OverflowException">The count would exceed a long. Nothing was changed.</exception>
    public void Merge(DdSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.RelativeError != RelativeError)
        {
            throw new ArgumentException("Expected a sketch of the same relative error.", nameof(other));
        }

        _ = checked(Count + other.Count);
        MissingCount = checked(MissingCount + other.MissingCount);
        if (other.Count > 0)
        {
            Widen(other.Min, other.Max);
            _positive.AddAll(other._positive);
            _negative.AddAll(other._negative);
            _zeros += other._zeros;
        }
    }

    /// <summary>The value at a share of the sorted values: that of index floor(share (count - 1)), within the relative error.</summary>
    /// <param name="share">0 (gives <see cref="Min"/>) to 1 (gives <see cref="Max"/>).</param>
    /// <returns>NaN if there is no value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of its range.</exception>
    public double Quantile(double share)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a share of 0 to 1.");
        }

        if (Count == 0 || share is 0 or 1)
        {
            return share == 0 ? Min : Max;
        }

        long index = (long)(share * (Count - 1));
        double value = index < _negative.Total ? -Value(_negative.Find(_negative.Total - 1 - index))
            : index < _negative.Total + _zeros ? 0
            : Value(_positive.Find(index - _negative.Total - _zeros));
        return Math.Clamp(value, Min, Max);
    }

    /// <summary>The sketch as bytes, in a format with version, length and checksum.</summary>
    public byte[] ToBytes()
    {
        SketchWriter writer = new(SketchKind.DdSketch);
        writer.Write(RelativeError);
        writer.Write(MissingCount);
        writer.Write(Min);
        writer.Write(Max);
        writer.Write(_zeros);
        _positive.Write(writer);
        _negative.Write(writer);
        return writer.Finish();
    }

    /// <summary>The sketch that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="SketchFormatException">The bytes are not such a sketch.</exception>
    public static DdSketch FromBytes(ReadOnlySpan<byte> bytes)
    {
        SketchReader reader = new(bytes, SketchKind.DdSketch);
        double error = reader.Double();
        SketchReader.Require(error is >= 0.001 and <= 0.5, "The sketch's relative error is out of its range.");
        DdSketch sketch = new(error) { MissingCount = reader.Count(), Min = reader.Double(), Max = reader.Double() };
        sketch._zeros = reader.Count();
        SketchReader.Require(sketch._zeros <= long.MaxValue / 4, "The counts in the sketch are too many.");
        sketch._positive.Read(ref reader);
        sketch._negative.Read(ref reader);
        reader.RequireEnd();
        bool ranged = sketch.Count == 0
            ? double.IsNaN(sketch.Min) && double.IsNaN(sketch.Max)
            : sketch.Min <= sketch.Max && double.IsFinite(sketch.Min) && double.IsFinite(sketch.Max);
        SketchReader.Require(ranged, "The sketch's range is none.");
        return sketch;
    }

    private int Bin(double magnitude) => double.ConvertToIntegerNative<int>(Math.Ceiling(Math.Log(magnitude) * _perLog));

    // By way of a logarithm, for the power alone may overflow where the value does not.
    private double Value(int bin) => Math.Exp((bin / _perLog) + Math.Log(2 / (_gamma + 1)));

    private void Widen(double least, double greatest)
    {
        // The first values replace NaN.
        if (!(least >= Min))
        {
            Min = least;
        }

        if (!(greatest <= Max))
        {
            Max = greatest;
        }
    }
}
