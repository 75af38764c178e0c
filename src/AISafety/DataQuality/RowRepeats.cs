using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Counts rows that repeat one of the rows before them, exactly, among the last ones.</summary>
/// <remarks>By a hash of 64 bits: of a million rows two different ones are taken for equal with a probability of some 3e-8.</remarks>
internal sealed class RowRepeats(int memory)
{
    private readonly Queue<ulong> _order = new();
    private readonly Dictionary<ulong, int> _counts = [];

    /// <summary>Takes a row. True if it repeats one, false if it is new; null if all of it is missing.</summary>
    public bool? Add(ReadOnlySpan<float> row)
    {
        ulong hash = 0xD1B54A32D192ED03UL;
        bool hasValue = false;
        foreach (float value in row)
        {
            hasValue |= !float.IsNaN(value);

            // Every NaN is missing, and minus zero is zero.
            uint bits = float.IsNaN(value) ? uint.MaxValue : value == 0 ? 0 : BitConverter.SingleToUInt32Bits(value);
            hash = SplitMix64.Mix(hash ^ bits) + SplitMix64.Step;
        }

        if (!hasValue)
        {
            return null;
        }

        bool repeats = _counts.TryGetValue(hash, out int count);
        if (_order.Count == memory)
        {
            ulong oldest = _order.Dequeue();
            if (--_counts[oldest] == 0)
            {
                _counts.Remove(oldest);
            }

            count = _counts.GetValueOrDefault(hash);
        }

        _order.Enqueue(hash);
        _counts[hash] = count + 1;
        return repeats;
    }

    /// <summary>How many of the reference's kept rows, from the place on where the memory is full, repeat one; and how many there are. Where only a share of the rows was kept, a row that was repeated at once
    /// is kept with its repetition as rarely: they count as so many of the fewer rows.</summary>
    public static (long Repeats, long Count) OfReference(ReferenceProfile profile, int memory)
    {
        RowRepeats repeats = new(memory);
        float[] row = new float[profile.InputCount];
        long found = 0;
        for (int i = 0; i < profile.SampleCount; i++)
        {
            profile.SampleRow(i, row);
            found += repeats.Add(row) == true && i >= memory ? 1 : 0;
        }

        long rows = (long)((profile.SampleCount - memory) * ((double)profile.SampleCount / profile.RowCount));
        return (found, Math.Max(found, Math.Max(1, rows)));
    }
}
