using System.Runtime.CompilerServices;

namespace AISafety.Statistics;

/// <summary>The Page-Hinkley test: reports that the mean of a stream has risen.</summary>
/// <remarks>
/// <para>With m the running mean, s = max(0, f s + (x - m - d)); drift if s exceeds the threshold. It sees rises only: for falls, negate the
/// values. After a drift it starts anew.</para>
/// <para>Values: any finite number. Sources: E. S. Page, Continuous inspection schemes, Biometrika 1954; D. V. Hinkley, Inference about the
/// change-point from cumulative sum tests, Biometrika 1971. The forgetting factor f is that of MOA and scikit-multiflow; 1 gives the papers' test.</para>
/// </remarks>
public sealed class PageHinkley : DriftDetector
{
    private readonly double _tolerance;
    private readonly double _threshold;
    private readonly double _forgetting;
    private readonly int _minimumCount;
    private Progress _progress = new() { Next = 1 };

    /// <summary>Makes a detector.</summary>
    /// <param name="tolerance">d, the size of change that is let pass, in the values' unit; 0 or more.</param>
    /// <param name="threshold">The sum above which it is drift, in the values' unit; more than 0.</param>
    /// <param name="forgetting">f, what remains of the sum after each value; more than 0, at most 1.</param>
    /// <param name="minimumCount">It is silent until this many values, less one, have come since the start or the last drift; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public PageHinkley(double tolerance = 0.005, double threshold = 50, double forgetting = 0.9999, int minimumCount = 30)
    {
        _tolerance = StreamRange.NotNegative(tolerance);
        _threshold = StreamRange.Positive(threshold);
        _forgetting = StreamRange.Factor(forgetting);
        _minimumCount = StreamRange.Count(minimumCount, 1);
    }

    /// <inheritdoc/>
    public override int UpdateUntilDrift(ReadOnlySpan<double> values)
    {
        int from = 0;
        while (true)
        {
            // In registers from value to value.
            Progress progress = _progress;
            bool drifted = false;
            int at = from;
            while (at < values.Length && !drifted && double.IsFinite(values[at]))
            {
                drifted = Step(ref progress, values[at++]);
            }

            _progress = progress;
            if (at > from)
            {
                Took(at - from, drifted ? DriftState.Drift : DriftState.None);
            }

            if (drifted)
            {
                Clear();
                return at - 1;
            }

            if (at == values.Length)
            {
                return -1;
            }

            // Missing, or refused.
            Update(values[at]);
            from = at + 1;
        }
    }

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireFinite(value);
        if (!Step(ref _progress, value))
        {
            return DriftState.None;
        }

        Clear();
        return DriftState.Drift;
    }

    private protected override void Clear() => _progress = new() { Next = 1 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Step(ref Progress progress, double value)
    {
        // The next value waits only for a product with 1 / n: the quotient that the mean is made of is compared with it, and seldom differs.
        double difference = value - progress.Mean;
        double mean = progress.Mean + (difference * (1.0 / progress.Next));
        double exact = progress.Mean + (difference / progress.Next);
        if (mean != exact)
        {
            mean = exact;
        }

        progress.Mean = mean;
        progress.Sum = double.MaxNative(0, (_forgetting * progress.Sum) + (value - mean - _tolerance));
        progress.Next++;
        return progress.Next >= _minimumCount && progress.Sum > _threshold;
    }

    private struct Progress
    {
        public long Next;
        public double Mean;
        public double Sum;
    }
}
