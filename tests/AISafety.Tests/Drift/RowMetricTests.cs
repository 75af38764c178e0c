namespace AISafety.Tests.Drift;

[TestFixture]
public sealed class RowMetricTests
{
    [Test]
    public void Window_every_row_metric_finds_a_change_and_not_its_absence([Values] RowMetric metric)
    {
        DriftRows rows = new(40, 6);
        DriftWatch watch = new(Correlated(rows), new() { Guarantee = DriftGuarantee.PerLook, Alpha = 0.01, WindowRows = 400, RowMetrics = [metric] });
        (double P, bool IsDrifted) calm = Look(watch, () => Mixed(rows.Row(), 0.8));
        (double P, bool IsDrifted) changed = Look(watch, () => Mixed(rows.Row(1), metric == RowMetric.Correlations ? 0 : -0.8));
        TestContext.Out.WriteLine($"{calm} {changed}");
        Assert.That((calm.IsDrifted, changed.IsDrifted), Is.EqualTo((false, true)));
        Assert.That(changed.P, Is.LessThan(1e-4));
    }

    [Test]
    public void Window_embedding_is_compared_by_its_components()
    {
        DriftRows rows = new(41, 64);
        FeatureSchema<float[]> schema = FeatureSchema.For<float[]>().Vector("embedding", row => row, 64);
        DriftOptions options = new() { WindowRows = 300, RowMetrics = [RowMetric.MeanDiscrepancy, RowMetric.DomainClassifier] };
        DriftWatch watch = new(ReferenceProfile.Fit(schema, Enumerable.Range(0, 1_000).Select(_ => Along(rows.Row(), 0))), options);
        List<DriftAlarm> calm = [];
        List<DriftAlarm> changed = [];
        for (int i = 0; i < 1_200; i++)
        {
            (i < 600 ? calm : changed).AddRange(watch.Observe(Along(rows.Row(), i < 600 ? 0 : 2)));
        }

        Assert.That(calm, Is.Empty);
        Assert.That(changed.Select(static alarm => alarm.Lane), Does.Contain(DriftLane.Rows).And.Contain(DriftLane.RowWindows));
        Assert.That(watch.LastWindow!.Rows.Select(static row => row.IsDrifted), Is.All.True);
    }

    private static ReferenceProfile Correlated(DriftRows rows) =>
        ReferenceProfile.FitRows(DriftRows.Names(6), Enumerable.Range(0, 1_000).SelectMany(_ => Mixed(rows.Row(), 0.8)).ToArray());

    private static float[] Mixed(float[] row, double correlation)
    {
        for (int j = 1; j < row.Length; j++)
        {
            row[j] = (float)((correlation * row[0]) + (Math.Sqrt(1 - (correlation * correlation)) * row[j]));
        }

        return row;
    }

    // All elements move together along one direction.
    private static float[] Along(float[] row, float shift)
    {
        float common = (2 * row[0]) + shift;
        for (int j = 0; j < row.Length; j++)
        {
            row[j] += j % 2 == 0 ? common : -common;
        }

        return row;
    }

    private static (double P, bool IsDrifted) Look(DriftWatch watch, Func<float[]> next)
    {
        for (int i = 0; i < 400; i++)
        {
            watch.Observe(next());
        }

        DriftWindow window = watch.LastWindow!;
        return window.Relations is { } relations ? (relations.PValue, relations.IsDrifted) : (window.Rows[0].PValue, window.Rows[0].IsDrifted);
    }
}
