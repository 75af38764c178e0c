namespace AISafety.Robustness;

/// <summary>Rows side by side.</summary>
internal static class RowBlock
{
    /// <summary>How many rows there are.</summary>
    /// <exception cref="ArgumentException">They are not whole, or there is not a place for each score.</exception>
    public static int Count(IRowModel model, ReadOnlySpan<float> rows, ReadOnlySpan<float> scores)
    {
        if (rows.Length % model.InputLength != 0)
        {
            throw new ArgumentException($"There are {rows.Length} values; expected whole rows of {model.InputLength}.", nameof(rows));
        }

        int count = rows.Length / model.InputLength;
        return scores.Length >= count * model.OutputLength
            ? count
            : throw new ArgumentException($"There are places for {scores.Length} scores; expected {model.OutputLength} for each of {count} rows.", nameof(scores));
    }
}
