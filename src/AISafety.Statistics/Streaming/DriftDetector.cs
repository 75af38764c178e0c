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
        Count++;
        State = state;
        return state;
    }

    /// <summary>Forgets everything, the counts too, as if new.</summary>
    public void Reset()
    {
        State = DriftState.None;
        Count = 0;
        MissingCount = 0;
        Clear();
    }

    private protected abstract DriftState Next(double value);

    private protected abstract void Clear();
}
