namespace AISafety.Tests.Drift;

[TestFixture]
public sealed class LaneBudgetTests
{
    [Test]
    public void RowMetrics_none_leaves_the_rows_tests_after_every_row()
    {
        DriftWatch watch = new(new DriftRows(1).Profile(), new() { RowMetrics = [] });

        IReadOnlyDictionary<DriftLane, double> bounds = watch.ExpectedFalseAlarms(1_000_000);
        Assert.That((bounds[DriftLane.Rows] > 0, bounds[DriftLane.RowWindows]), Is.EqualTo((true, 0.0)));
        Assert.That(bounds.Values.Sum(), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Long_vector_has_no_budget_for_elements_that_are_not_watched_one_by_one()
    {
        FeatureSchema<float[]> schema = FeatureSchema.For<float[]>().Vector("embedding", row => row, 64);
        DriftRows rows = new(2, 64);
        ReferenceProfile profile = ReferenceProfile.Fit(schema, Enumerable.Range(0, 500).Select(_ => rows.Row()));

        IReadOnlyDictionary<DriftLane, double> bounds = new DriftWatch(profile).ExpectedFalseAlarms(1_000_000);
        Assert.That((bounds[DriftLane.Features], bounds[DriftLane.Rows] > 0), Is.EqualTo((0.0, true)));
        Assert.That(bounds.Values.Sum(), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Cutoffs_of_a_metric_that_nothing_is_compared_by_are_refused() =>
        Assert.That(
            () => new DriftWatch(new DriftRows(3).Profile(), new() { Cutoffs = DriftOptions.TextbookCutoffs }),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("cut-off of PopulationStability"));
}
