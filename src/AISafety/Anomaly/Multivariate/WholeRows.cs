namespace AISafety.Anomaly;

/// <summary>Rows of a table in which nothing is missing.</summary>
internal static class WholeRows
{
    public static int Count(ReadOnlySpan<float> table, int columns)
    {
        int count = 0;
        for (int start = 0; start < table.Length; start += columns)
        {
            count += IsWhole(table.Slice(start, columns)) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Those rows alone, in their order.</summary>
    public static float[] Of(ReadOnlySpan<float> table, int columns)
    {
        float[] whole = new float[Count(table, columns) * columns];
        int kept = 0;
        for (int start = 0; start < table.Length; start += columns)
        {
            ReadOnlySpan<float> row = table.Slice(start, columns);
            if (IsWhole(row))
            {
                row.CopyTo(whole.AsSpan(kept));
                kept += columns;
            }
        }

        return whole;
    }

    private static bool IsWhole(ReadOnlySpan<float> row)
    {
        foreach (float value in row)
        {
            if (float.IsNaN(value))
            {
                return false;
            }
        }

        return true;
    }
}
