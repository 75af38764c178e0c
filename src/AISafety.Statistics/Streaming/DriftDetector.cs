namespace AISafety.Statistics;

/// <summary>Watches a stream of numbers, one at a time, for a change: constant or bounded memory, no allocation per update.</summary>
/// <remarks>
/// <para>After <see cref="DriftState.Drift"/> a detector goes on by itself as its paper says: by forgetting all, or, for <see cref="Adwin"/> and
/// <see cref="Kswin"/>, the old part. NaN means missing: it is counted in <see cref="MissingCount"/> and changes nothing else.</para>
/// <para>Not thread-safe. The same values in the same order give the same states on every machine.</para>
/// </remarks>
public abstract class DriftDetector
{
    private protected DriftDetector()
    {
    }

    /// <summary>What the last value that was not missing led to.</summary>
    public DriftState State { get; private set; }

    /// <summary>How many values there were since the start or <see cref="Reset"/>, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>How many values were NaN since the start or <see cref="Reset"/>.</summary>
    public long MissingCount { get; private set; }

    /// <summary>Takes the next value of the stream.</summary>
    /// <param name="value">A value in the detector's range; NaN if it is missing.</param>
    /// <returns>What the value led to; <see cref="DriftState.None"/> for a missing one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is infinite or out of the detector's range. Nothing was changed.</exception>
    public DriftState Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return DriftState.None;
        }

        DriftState state = Next(value);
        Took(1, state);
        return state;
    }

    /// <summary>Takes the next values of the stream, as <see cref="Update"/> would one by one, up to and with the first that leads to drift.</summary>
    /// <param name="values">Values in the detector's range; NaN where one is missing.</param>
    /// <returns>The index of the value that led to drift, the last that was taken; -1 if none did and all were taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is infinite or out of the detector's range; it is named as by
    /// <see cref="Update"/>. Those before it were taken, as <see cref="Count"/> and <see cref="MissingCount"/> show; it was not.</exception>
    public virtual int UpdateUntilDrift(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (Update(values[i]) == DriftState.Drift)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Forgets everything, the counts too, as if new.</summary>
    public void Reset()
    {
        State = DriftState.None;
        Count = 0;
        MissingCount = 0;
        Clear();
    }

    private protected void Took(int count, DriftState last)
    {
        Count += count;
        State = last;
    }

    private protected abstract DriftState Next(double value);

    private protected abstract void Clear();
}
