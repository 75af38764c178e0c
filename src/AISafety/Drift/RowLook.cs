namespace AISafety.Drift;

/// <summary>The tests of whole rows that are on in windows.</summary>
/// <param name="Relations">The test of correlations; null if it is off or there is nothing to compare.</param>
/// <param name="Tests">The others.</param>
internal sealed record RowLook(RelationTest? Relations, IReadOnlyList<Func<RecentRows, int, double, RowDrift>> Tests)
{
    public bool IsOn => Count > 0;

    /// <summary>How many tests divide the level.</summary>
    public int Count => Tests.Count + (Relations is null ? 0 : 1);

    /// <summary>What a profile and options make possible.</summary>
    public static RowLook Make(ReferenceProfile profile, DriftOptions options)
    {
        RowTable? table = options.CompareRows ? RowTable.TryMake(profile) : null;
        return Make(profile, options, table, table is null ? null : new(table));
    }

    /// <summary>The same, of what is prepared already.</summary>
    /// <param name="profile">The reference.</param>
    /// <param name="options">Which tests are on.</param>
    /// <param name="table">The reference's columns; null if rows are not compared as a whole, or there is nothing to compare.</param>
    /// <param name="scores">The rows' scores; null likewise.</param>
    public static RowLook Make(ReferenceProfile profile, DriftOptions options, RowTable? table, RowScores? scores)
    {
        if (table is null || scores is null)
        {
            return new(null, []);
        }

        RowSource source = new(profile, table);
        List<Func<RecentRows, int, double, RowDrift>> tests = [];
        foreach (RowMetric metric in options.RowMetrics.Where(static metric => metric != RowMetric.Correlations))
        {
            tests.Add(metric == RowMetric.ReconstructionError ? new ReconstructionTest(scores).Compare : new RowDistanceTest(metric, source, options.Seed).Compare);
        }

        return new(options.RowMetrics.Contains(RowMetric.Correlations) ? new(source, options.Seed) : null, tests);
    }
}
