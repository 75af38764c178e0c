namespace AISafety.Drift;

/// <summary>The tests of whole rows that are on in windows.</summary>
/// <param name="Relations">The test of correlations; null if it is off or there is nothing to compare.</param>
/// <param name="Tests">The others.</param>
internal sealed record RowLook(RelationTest? Relations, IReadOnlyList<Func<RecentRows, int, double, RowDrift>> Tests)
{
    public bool IsOn => Count > 0;

    /// <summary>How many tests divide the level.</summary>
    public int Count => Tests.Count + (Relations is null ? 0 : 1);

    public static RowLook Make(ReferenceProfile profile, DriftOptions options)
    {
        if (!options.CompareRows || RowSource.TryMake(profile) is not { } source)
        {
            return new(null, []);
        }

        List<Func<RecentRows, int, double, RowDrift>> tests = [];
        foreach (RowMetric metric in options.RowMetrics.Where(static metric => metric != RowMetric.Correlations))
        {
            if (metric != RowMetric.ReconstructionError)
            {
                tests.Add(new RowDistanceTest(metric, source, options.Seed).Compare);
            }
            else if (ReconstructionTest.TryMake(profile) is { } reconstruction)
            {
                tests.Add(reconstruction.Compare);
            }
        }

        return new(options.RowMetrics.Contains(RowMetric.Correlations) ? new(source, options.Seed) : null, tests);
    }
}
