namespace AISafety.Profiles;

/// <summary>Numbers of rows: from <paramref name="First"/> to before <paramref name="End"/>.</summary>
internal readonly record struct RowRange(long First, long End)
{
    public long Count => End - First;

    /// <summary>The ranges of two profiles, ascending, those that touch made one; null if they overlap.</summary>
    public static RowRange[]? Join(IEnumerable<RowRange> some, IEnumerable<RowRange> others)
    {
        List<RowRange> joined = [];
        foreach (RowRange range in some.Concat(others).OrderBy(range => range.First))
        {
            if (joined.Count == 0 || range.First > joined[^1].End)
            {
                joined.Add(range);
            }
            else if (range.First == joined[^1].End)
            {
                joined[^1] = joined[^1] with { End = range.End };
            }
            else
            {
                return null;
            }
        }

        return [.. joined];
    }
}
