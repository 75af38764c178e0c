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
    private float[][] _baselines;
    private ConformalEDetector[] _detectors;
    private int _starts;
    private int _learnedRows = -1;
    private bool _isFurther;
    private bool _hasEnded;

    /// <param name="names">What each stream is called.</param>
    /// <param name="reference">Each stream's values in the reference.</param>
    /// <param name="threshold">The evidence at which it alarms.</param>
    /// <param name="options">Guarantee, seed, rows to relearn from.</param>
    public SequentialLane(string[] names, float[][] reference, double threshold, DriftOptions options)
    {
        (_names, _threshold, _options) = (names, threshold, options);
        _baselines = Array.ConvertAll(reference, static values => (float[])values.Clone());
        _detectors = MakeDetectors();
        _learned = Array.ConvertAll(names, _ => new float[options.RelearnRows]);
    }

    /// <summary>Takes rows up to the first that alarms: then <see cref="Accept"/> or <see cref="HoldBack"/> comes before the next.</summary>
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

        // The whole block is first bet on, and what follows an alarm forgotten.
        Span<double> evidence = _evidence.AsSpan(0, count);
        evidence.Clear();
        for (int j = 0; j < _detectors.Length; j++)
        {
            _detectors[j].Update(columns.Slice((j * stride) + first, count), evidence);
        }

        for (int i = 0; i < count; i++)
        {
            if (evidence[i] / _detectors.Length >= _threshold)
            {
                alarm = Describe(evidence[i] / _detectors.Length, count - 1 - i);
                return i + 1;
            }
        }

        return count;
    }

    /// <summary>The alarm stands: the lane ends, or learns what follows to look for a further change.</summary>
    public void Accept()
    {
        _hasEnded = _options.Guarantee == DriftGuarantee.LifetimeAlpha;
        _learnedRows = 0;
    }

    /// <summary>The change was too small to matter: the lane looks for a larger one, from nothing, against what it had.</summary>
    /// <remarks>A false alarm needs that first crossing too, so that neither its probability for all time nor the mean time until it gets worse by this.</remarks>
    public void HoldBack()
    {
        _starts++;
        _detectors = MakeDetectors();
    }

    /// <summary>The largest distance between a stream's values and what they were bet against.</summary>
    public static (double Distance, double Noise) Effect(ReadOnlySpan<float> baseline, ReadOnlySpan<float> values)
    {
        float[] x = MissingFirst.Of(baseline);
        float[] y = MissingFirst.Of(values);
        double noise = Math.Sqrt(0.5 * Math.Log(2 / 0.05) * ((1.0 / x.Length) + (1.0 / y.Length)));
        return (KolmogorovSmirnov.Compute<float>(x, y, PValueMethod.Asymptotic).Statistic, noise);
    }

    private LaneAlarm Describe(double evidence, int after)
    {
        double[] own = Array.ConvertAll(_detectors, static detector => detector.Evidence);
        int[] order = [.. Enumerable.Range(0, own.Length)];
        Array.Sort(Array.ConvertAll(own, static value => -value), order);
        bool[] rejected = new bool[own.Length];
        int drivers = Math.Max(1, EBenjaminiHochberg.Reject(own, Math.Min(0.5, 1 / _threshold), rejected));
        ChangeStart start = _detectors[order[0]].LocateStart();
        return new(
            evidence,
            _threshold,
            [.. order.Take(drivers).Select(j => (j, _names[j], _baselines[j]))],
            Math.Max(1, start.Likely - after),
            Math.Max(1, start.Least - after),
            Math.Max(1, start.Most - after),
            _isFurther);
    }

    private int Learn(ReadOnlySpan<float> columns, int stride, int first, int count)
    {
        int taken = Math.Min(count, _options.RelearnRows - _learnedRows);
        for (int j = 0; j < _learned.Length; j++)
        {
            columns.Slice((j * stride) + first, taken).CopyTo(_learned[j].AsSpan(_learnedRows));
        }

        _learnedRows += taken;
        if (_learnedRows == _options.RelearnRows)
        {
            _starts++;
            _isFurther = true;
            _learnedRows = -1;
            _baselines = Array.ConvertAll(_learned, static values => (float[])values.Clone());
            _detectors = MakeDetectors();
        }

        return taken;
    }

    private ConformalEDetector[] MakeDetectors()
    {
        EDetectorGuarantee guarantee = _options.Guarantee == DriftGuarantee.LifetimeAlpha ? EDetectorGuarantee.Lifetime : EDetectorGuarantee.RunLength;
        return [.. _baselines.Select((values, j) => new ConformalEDetector(values, guarantee, HashCode(_options.Seed, _starts, j)))];
    }

    // A seed for each stream and start; System.HashCode differs from process to process.
    private static int HashCode(int seed, int start, int stream) => unchecked((((seed * 486187739) + start) * 486187739) + stream);
}
