using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>One lane of tests after every row: a detector for each of its streams, whose mean evidence alarms, and which learns anew from what follows an alarm.</summary>
internal sealed class SequentialLane
{
    private readonly double _threshold;
    private readonly DriftOptions _options;
    private readonly string[] _names;
    private readonly float[][] _learned;
    private readonly double[] _evidence = new double[ColumnBlock.Capacity];
    private readonly float[] _thinned = new float[ColumnBlock.Capacity];
    private float[][] _baselines;
    private ConformalEDetector[] _detectors;
    private int _generation;
    private int _learnedRows = -1;
    private bool _hasEnded;
    private long _rows;

    /// <param name="names">What each stream is called.</param>
    /// <param name="reference">Each stream's values in the reference.</param>
    /// <param name="threshold">The evidence at which it alarms.</param>
    /// <param name="options">Guarantee, stride, seed, rows to relearn from.</param>
    public SequentialLane(string[] names, float[][] reference, double threshold, DriftOptions options)
    {
        (_names, _threshold, _options) = (names, threshold, options);
        _baselines = Array.ConvertAll(reference, Thin);
        _detectors = MakeDetectors();
        _learned = Array.ConvertAll(names, _ => new float[options.RelearnRows]);
    }

    /// <summary>The mean evidence of the streams after the last row.</summary>
    public double Evidence { get; private set; }

    public double Threshold => _threshold;

    /// <summary>How many rows it has been watching without learning: what a guarantee counts.</summary>
    public long WatchedRows { get; private set; }

    /// <summary>Takes rows up to the first that alarms.</summary>
    /// <param name="columns">Stream after stream, <paramref name="stride"/> places each.</param>
    /// <param name="stride">From one stream's first value to the next one's.</param>
    /// <param name="first">The first row to take.</param>
    /// <param name="count">How many; at most a block.</param>
    /// <param name="alarm">What was found, if it alarms.</param>
    /// <returns>How many rows were taken: the last of them alarmed, if <paramref name="alarm"/> is not null.</returns>
    public int Observe(ReadOnlySpan<float> columns, int stride, int first, int count, out LaneAlarm? alarm)
    {
        alarm = null;
        if (_hasEnded)
        {
            return count;
        }

        if (_learnedRows >= 0)
        {
            int taken = Learn(columns, stride, first, count);
            return taken == count ? count : taken + Observe(columns, stride, first + taken, count - taken, out alarm);
        }

        // Rows are taken at multiples of the stride; the whole block is first bet on, and what follows an alarm forgotten.
        int skip = (int)((_options.Stride - (_rows % _options.Stride)) % _options.Stride);
        int thinned = skip >= count ? 0 : ((count - skip - 1) / _options.Stride) + 1;
        Span<double> evidence = _evidence.AsSpan(0, thinned);
        evidence.Clear();
        for (int j = 0; j < _detectors.Length && thinned > 0; j++)
        {
            ReadOnlySpan<float> values = columns.Slice((j * stride) + first, count);
            _detectors[j].Update(_options.Stride == 1 ? values : Thin(values[skip..], thinned), evidence);
        }

        for (int i = 0; i < thinned; i++)
        {
            Evidence = evidence[i] / _detectors.Length;
            if (Evidence >= _threshold)
            {
                int row = skip + (i * _options.Stride);
                alarm = Describe(thinned - 1 - i);
                _rows += row + 1;
                WatchedRows += row + 1;
                Restart();
                return row + 1;
            }
        }

        _rows += count;
        WatchedRows += count;
        return count;
    }

    /// <summary>The largest distance between a stream's values and what they were bet against.</summary>
    public static (double Distance, double Noise) Effect(ReadOnlySpan<float> baseline, ReadOnlySpan<float> values)
    {
        float[] x = MissingFirst.Of(baseline);
        float[] y = MissingFirst.Of(values);
        double noise = Math.Sqrt(0.5 * Math.Log(2 / 0.05) * ((1.0 / x.Length) + (1.0 / y.Length)));
        return (KolmogorovSmirnov.Compute<float>(x, y, PValueMethod.Asymptotic).Statistic, noise);
    }

    private LaneAlarm Describe(int after)
    {
        double[] own = Array.ConvertAll(_detectors, static detector => detector.Evidence);
        int[] order = [.. Enumerable.Range(0, own.Length)];
        Array.Sort(Array.ConvertAll(own, static value => -value), order);
        bool[] rejected = new bool[own.Length];
        int drivers = Math.Max(1, EBenjaminiHochberg.Reject(own, Math.Min(0.5, 1 / _threshold), rejected));
        ChangeStart start = _detectors[order[0]].LocateStart();
        return new(
            Evidence,
            _threshold,
            [.. order.Take(drivers).Select(j => (j, _names[j], _baselines[j]))],
            Rows(start.Likely, after),
            Rows(start.Least, after),
            Rows(start.Most, after),
            _generation > 0);
    }

    // From thinned values back from the block's end to rows back from the alarm.
    private long Rows(long back, int after) => Math.Max(1, ((back - 1 - after) * _options.Stride) + 1);

    private void Restart()
    {
        _hasEnded = _options.Guarantee == DriftGuarantee.LifetimeAlpha;
        _learnedRows = 0;
        Evidence = 0;
    }

    private int Learn(ReadOnlySpan<float> columns, int stride, int first, int count)
    {
        int taken = Math.Min(count, _options.RelearnRows - _learnedRows);
        for (int j = 0; j < _learned.Length; j++)
        {
            columns.Slice((j * stride) + first, taken).CopyTo(_learned[j].AsSpan(_learnedRows));
        }

        _learnedRows += taken;
        _rows += taken;
        if (_learnedRows == _options.RelearnRows)
        {
            _generation++;
            _learnedRows = -1;
            _baselines = Array.ConvertAll(_learned, Thin);
            _detectors = MakeDetectors();
        }

        return taken;
    }

    private ConformalEDetector[] MakeDetectors()
    {
        EDetectorGuarantee guarantee = _options.Guarantee == DriftGuarantee.LifetimeAlpha ? EDetectorGuarantee.Lifetime : EDetectorGuarantee.RunLength;
        return [.. _baselines.Select((values, j) => new ConformalEDetector(values, guarantee, HashCode(_options.Seed, _generation, j)))];
    }

    // A seed for each stream and generation; System.HashCode differs from process to process.
    private static int HashCode(int seed, int generation, int stream) => unchecked((((seed * 486187739) + generation) * 486187739) + stream);

    private float[] Thin(float[] values) =>
        _options.Stride == 1 ? [.. values] : [.. values.Where((_, i) => i % _options.Stride == 0)];

    private ReadOnlySpan<float> Thin(ReadOnlySpan<float> values, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _thinned[i] = values[i * _options.Stride];
        }

        return _thinned.AsSpan(0, count);
    }
}
