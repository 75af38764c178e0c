namespace AISafety.Tests.DataQuality;

/// <summary>On unchanged data the checks alarm as rarely as they say.</summary>
[TestFixture]
public sealed class FalseAlarmTests
{
    [Test]
    public void Unchanged_rows_of_the_defaults_raise_nothing() => Assert.That(Visits.Find(null, windows: 200), Is.Empty);

    [Test]
    public void Checks_without_a_tolerance_alarm_at_most_as_often_as_stated()
    {
        // One false alarm in 4,000 rows, so that some come; 60 references with 10 windows each, for a reference's windows share its luck.
        DataQualityOptions options = new() { ArlTarget = 4_000, WindowRows = 400, Tolerance = 0, CorrelationTolerance = 0, StuckRows = 3 };
        Dictionary<DataQualityCheck, int> found = [];
        for (int seed = 0; seed < 60; seed++)
        {
            foreach (DataQualityFinding one in Visits.Find(null, options, 10, 1_000 + seed, Visits.Profile(seed, 1_000)))
            {
                found[one.Check] = found.GetValueOrDefault(one.Check) + 1;
            }
        }

        IReadOnlyDictionary<DataQualityCheck, double> stated = new DataQualityWatch(Visits.Profile(), options).ExpectedFalseAlarms(60 * 10 * 400);
        TestContext.Out.WriteLine(string.Join(", ", stated.Select(one => $"{one.Key}: {found.GetValueOrDefault(one.Key)} of {one.Value:F1}")));
        foreach ((DataQualityCheck check, double most) in stated)
        {
            Assert.That(found.GetValueOrDefault(check), Is.LessThanOrEqualTo(most + (3 * Math.Sqrt(most))), $"{check}");
        }
    }

    [Test]
    public void Expected_false_alarms_add_up_to_the_budget()
    {
        IReadOnlyDictionary<DataQualityCheck, double> expected = new DataQualityWatch(Visits.Profile()).ExpectedFalseAlarms(1_000_000);

        Assert.That(expected.Values.Sum(), Is.EqualTo(1).Within(1e-12));
        Assert.That((expected[DataQualityCheck.Stale], expected[DataQualityCheck.Volume]), Is.EqualTo((0.0, 0.0)));
    }

    [Test]
    public void Constant_features_and_all_missing_ones_of_the_reference_raise_nothing()
    {
        Random random = new(1);
        float[] table = [.. Enumerable.Range(0, 1_000).SelectMany(_ => new[] { 5, float.NaN, (float)random.NextDouble() })];
        DataQualityWatch watch = new(ReferenceProfile.FitRows(["five", "none", "x"], table));
        List<DataQualityFinding> found = [];
        for (int i = 0; i < 5_000; i++)
        {
            found.AddRange(watch.Observe([5, float.NaN, (float)random.NextDouble()])?.Findings ?? []);
        }

        Assert.That(watch.LastWindow!.Look, Is.EqualTo(5));
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Table_of_few_values_raises_no_duplicates_and_no_runs()
    {
        Random random = new(1);
        float[] table = [.. Enumerable.Range(0, 2_000).SelectMany(_ => Row())];
        DataQualityWatch watch = new(ReferenceProfile.FitRows(["rare", "coin"], table));
        List<DataQualityFinding> found = [];
        for (int i = 0; i < 100_000; i++)
        {
            found.AddRange(watch.Observe(Row())?.Findings ?? []);
        }

        Assert.That(found, Is.Empty, string.Join(" | ", found.Select(one => one.Message)));

        float[] Row() => [random.Next(200) == 0 ? 1 : 0, random.Next(2)];
    }
}
