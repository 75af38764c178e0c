namespace AISafety.Profiles;

/// <summary>Leaves out of a column what is missing or infinite.</summary>
internal static class FiniteValues
{
    /// <summary>The finite values, in their order.</summary>
    /// <param name="column">The column.</param>
    /// <param name="step">1 for every row, 2 for every second, from the first on.</param>
    public static float[] Of(ReadOnlySpan<float> column, int step = 1)
    {
        float[] finite = new float[(column.Length + step - 1) / step];
        int count = 0;
        for (int i = 0; i < column.Length; i += step)
        {
            finite[count] = column[i];
            count += float.IsFinite(column[i]) ? 1 : 0;
        }

        return count == finite.Length ? finite : finite[..count];
    }
}
