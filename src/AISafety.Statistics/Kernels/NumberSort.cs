using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Sorts numbers.</summary>
internal static class NumberSort
{
    /// <summary>Sorts values without NaN.</summary>
    public static void Ascending<T>(Span<T> values)
        where T : struct, IFloatingPointIeee754<T> => values.Sort();
}
