using System.ComponentModel;
using System.Numerics.Tensors;

namespace AISafety.Generated;

/// <summary>How generated code turns values into the row's numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Cell
{
    private const int EpochDay = 719_162;
    private const long EpochTicks = EpochDay * TimeSpan.TicksPerDay;

    /// <summary>Days since 1970-01-01.</summary>
    public static double Days(DateOnly date) => date.DayNumber - EpochDay;

    /// <summary>Days since 1970-01-01, with their fraction, by the clock that the value shows: its <see cref="DateTime.Kind"/> is not looked at.</summary>
    public static double Days(DateTime time) => (time.Ticks - EpochTicks) / (double)TimeSpan.TicksPerDay;

    /// <summary>Days since 1970-01-01 UTC, with their fraction.</summary>
    public static double Days(DateTimeOffset time) => (time.UtcTicks - EpochTicks) / (double)TimeSpan.TicksPerDay;

    /// <summary>Seconds, with their fraction.</summary>
    public static double Seconds(TimeSpan duration) => duration.Ticks / (double)TimeSpan.TicksPerSecond;

    /// <summary>Seconds since midnight, with their fraction.</summary>
    public static double Seconds(TimeOnly time) => time.Ticks / (double)TimeSpan.TicksPerSecond;

    /// <summary>The code of an enum whose members are 0 to <paramref name="count"/> - 1 in the order of declaration.</summary>
    public static float Code(long value, int count) => (ulong)value < (ulong)count ? value : Feature.Unseen;

    /// <summary>Copies a vector; false if it has another length than there are cells, which leaves them NaN.</summary>
    public static bool Copy(ReadOnlySpan<float> vector, Span<float> cells)
    {
        if (vector.Length != cells.Length)
        {
            cells.Fill(float.NaN);
            return false;
        }

        vector.CopyTo(cells);
        return true;
    }

    /// <inheritdoc cref="Copy(ReadOnlySpan{float}, Span{float})"/>
    public static bool Copy(ReadOnlySpan<double> vector, Span<float> cells)
    {
        if (vector.Length != cells.Length)
        {
            cells.Fill(float.NaN);
            return false;
        }

        TensorPrimitives.ConvertTruncating(vector, cells);
        return true;
    }

    /// <summary>Whether a cell has no value.</summary>
    public static bool HasMissing(ReadOnlySpan<float> cells) => TensorPrimitives.IsNaNAny(cells);
}
