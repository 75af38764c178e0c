namespace AISafety.Tests.Drift;

[TestFixture]
public sealed class DriftWatchTests
{
    [Test]
    public void Observe_nothing_changed_raises_nothing([Values(1, 3, 12)] int width)
    {
        DriftRows rows = new(width, width);
        DriftWatch watch = new(rows.Profile());
        Assert.That(rows.Feed(watch, 20_000), Is.Empty);
        Assert.That((watch.RowCount, watch.LastWindow!.Look, watch.LastWindow.FirstRow, watch.LastWindow.IsCalm), Is.EqualTo((20_000L, 20L, 19_000L, true)));
    }

    [Test]
    public void Observe_shift_is_found_dated_and_named()
    {
        DriftRows rows = new(1);
        DriftWatch watch = new(rows.Profile());
        Assert.That(rows.Feed(watch, 3_000), Is.Empty);
        DriftAlarm alarm = rows.Feed(watch, 500, shift: 1).First(one => one.Lane == DriftLane.Features);
        Assert.That(alarm.Row, Is.InRange(3_005, 3_080));
        Assert.That(alarm.LikelyStart, Is.InRange(2_985, 3_015));
        Assert.That(alarm.LikelyStart, Is.InRange(alarm.EarliestStart, alarm.LatestStart));
        Assert.That((alarm.Metric, alarm.Guarantee, alarm.IsMaterial, alarm.IsFurther), Is.EqualTo(("e-detector", DriftGuarantee.ArlTarget, true, false)));
        Assert.That(alarm.Value, Is.GreaterThanOrEqualTo(alarm.Threshold));
        AlertDriver driver = alarm.Drivers[0];
        Assert.That((driver.Name, driver.Metric), Is.EqualTo(("x1", "ks")));
        Assert.That(driver.Value, Is.InRange(0.25, 0.6));
        Assert.That(driver.Histograms!.Reference.Sum(), Is.EqualTo(1).Within(1e-9));
        Assert.That(driver.Histograms.Current.Sum(), Is.EqualTo(1).Within(1e-9));
        Assert.That(driver.Histograms.Labels, Has.Count.EqualTo(22));
    }

    [Test]
    public void Observe_after_an_alarm_learns_anew_and_finds_the_way_back()
    {
        DriftRows rows = new(2, 1);
        DriftWatch watch = new(rows.Profile());
        DriftAlarm[] first = [.. rows.Feed(watch, 6_000, shift: 1).Where(static one => one.Lane == DriftLane.Features)];
        Assert.That(first, Has.Length.EqualTo(1), "a change that stays is one alarm");
        DriftAlarm[] second = [.. rows.Feed(watch, 500).Where(static one => one.Lane == DriftLane.Features)];
        Assert.That(second, Has.Length.EqualTo(1));
        Assert.That(second[0].IsFurther);
        Assert.That(second[0].LikelyStart, Is.InRange(5_985, 6_015));
    }

    [Test]
    public void Observe_lifetime_alarms_once()
    {
        DriftRows rows = new(3, 1);
        DriftWatch watch = new(rows.Profile(), new() { Guarantee = DriftGuarantee.LifetimeAlpha, Windows = false });
        Assert.That(rows.Feed(watch, 2_000, shift: 1), Has.Count.EqualTo(1));
        Assert.That(rows.Feed(watch, 5_000, shift: -1), Is.Empty);
        Assert.That(watch.ExpectedFalseAlarms(1e6).Values.Sum(), Is.EqualTo(0.05).Within(1e-9));
    }

    [Test]
    public void Observe_per_look_only_windows_alarm_at_their_ends()
    {
        DriftRows rows = new(4, 1);
        DriftWatch watch = new(rows.Profile(), new() { Guarantee = DriftGuarantee.PerLook, WindowRows = 200 });
        List<DriftAlarm> alarms = rows.Feed(watch, 600, shift: 0.6);
        Assert.That(alarms.Select(static one => (one.Row, one.Lane, one.IsContinuing)), Is.EqualTo(new[]
        {
            (199L, DriftLane.FeatureWindows, false), (399L, DriftLane.FeatureWindows, true), (599L, DriftLane.FeatureWindows, true),
        }));
        Assert.That(watch.ExpectedFalseAlarms(2_000)[DriftLane.FeatureWindows], Is.EqualTo(0.5).Within(1e-9));
    }

    [Test]
    public void Observe_shift_too_small_to_matter_is_counted_and_not_told()
    {
        DriftRows rows = new(5, 1);
        Dictionary<DriftMetric, double> tolerances = new() { [DriftMetric.KolmogorovSmirnov] = 0.9 };
        DriftWatch watch = new(rows.Profile(), new() { Tolerances = tolerances });
        Assert.That(rows.Feed(watch, 2_000, shift: 0.5), Is.Empty);
        Assert.That(watch.NegligibleCount, Is.GreaterThan(0));
        Assert.That((watch.LastWindow!.Features[0].AdjustedPValue < 0.001, watch.LastWindow.IsCalm), Is.EqualTo((true, true)));
    }

    [Test]
    public void Observe_only_a_relation_changed_names_the_pair()
    {
        DriftRows rows = new(6);
        DriftWatch watch = new(rows.Profile(), new() { Guarantee = DriftGuarantee.PerLook, WindowRows = 500 });
        List<DriftAlarm> alarms = [];
        for (int i = 0; i < 500; i++)
        {
            float[] row = rows.Row();
            row[2] = (float)((0.8 * row[0]) + (0.6 * row[2]));
            alarms.AddRange(watch.Observe(row));
        }

        DriftAlarm alarm = alarms.Single();
        Assert.That((alarm.Lane, alarm.Drivers[0].Name), Is.EqualTo((DriftLane.RowWindows, "x1 with x3")));
        Assert.That(watch.LastWindow!.Relations!.CurrentCorrelation, Is.EqualTo(0.8).Within(0.1));
        Assert.That(watch.LastWindow.Relations.ReferenceCorrelation, Is.EqualTo(0).Within(0.1));
    }

    [Test]
    public void Observe_sliding_windows_overlap()
    {
        DriftRows rows = new(7, 1);
        DriftWatch watch = new(rows.Profile(), new() { WindowRows = 100, WindowStep = 25 });
        rows.Feed(watch, 130);
        Assert.That((watch.LastWindow!.FirstRow, watch.LastWindow.RowCount, watch.LastWindow.Look), Is.EqualTo((25L, 100, 5L)));
    }

    [Test]
    public void Observe_windows_by_time_close_when_it_has_passed_and_a_clock_that_goes_back_starts_anew()
    {
        DriftRows rows = new(8, 1);
        DriftWatch watch = new(rows.Profile(), new() { WindowTime = TimeSpan.FromHours(1) });
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Feed(50, start);
        Assert.That(watch.LastWindow, Is.Null);
        Feed(1, start.AddHours(1));
        Assert.That((watch.LastWindow!.RowCount, watch.LastWindow.FirstRow), Is.EqualTo((51, 0L)));
        Feed(30, start.AddHours(-5));
        Assert.That(watch.LastWindow!.Look, Is.EqualTo(1));
        Feed(1, start.AddHours(-4));
        Assert.That((watch.LastWindow!.Look, watch.LastWindow.RowCount), Is.EqualTo((2L, 31)));

        void Feed(int count, DateTimeOffset time)
        {
            for (int i = 0; i < count; i++)
            {
                watch.Observe(rows.Row(), time);
            }
        }
    }

    [Test]
    public void Observe_with_stride_takes_every_so_many_rows()
    {
        DriftRows rows = new(9, 1);
        DriftWatch watch = new(rows.Profile(), new() { Stride = 10, Windows = false });
        DriftAlarm alarm = rows.Feed(watch, 3_000, shift: 1)[0];
        Assert.That(alarm.Row % 10, Is.Zero);
        Assert.That(alarm.Row, Is.InRange(150, 900));
        Assert.That(alarm.LikelyStart, Is.LessThan(200));
    }

    [Test]
    public void Observe_with_stride_compares_windows_of_the_rows_that_are_taken()
    {
        DriftRows rows = new(9, 1);
        DriftWatch watch = new(rows.Profile(), new() { Stride = 10, WindowRows = 100, Sequential = false, Guarantee = DriftGuarantee.PerLook });
        Assert.That(rows.Feed(watch, 1_500, shift: 2), Has.Count.EqualTo(1));
        Assert.That((watch.LastWindow!.FirstRow, watch.LastWindow.RowCount, watch.RowCount), Is.EqualTo((0L, 100, 1_500L)));
        Assert.That(rows.Feed(watch, 500, shift: 2)[0].Row, Is.EqualTo(1_990));
        Assert.That(watch.LastWindow.FirstRow, Is.EqualTo(1_000));
    }

    [TestCase(DriftGuarantee.LifetimeAlpha)]
    [TestCase(DriftGuarantee.ArlTarget)]
    public void Observe_after_a_change_too_small_to_matter_still_finds_a_large_one(DriftGuarantee guarantee)
    {
        DriftRows rows = new(1, 2);
        DriftWatch watch = new(rows.Profile(), new() { Guarantee = guarantee, Windows = false, Tolerances = new Dictionary<DriftMetric, double> { [DriftMetric.KolmogorovSmirnov] = 0.3 } });
        Assert.That(rows.Feed(watch, 60_000, shift: 0.25), Is.Empty);
        Assert.That(watch.NegligibleCount, Is.Positive);
        DriftAlarm alarm = rows.Feed(watch, 5_000, shift: 5)[0];
        Assert.That(alarm.Row, Is.InRange(60_000, 61_500));
        Assert.That(alarm.IsFurther, Is.False);
    }

    [Test]
    public void IsCalm_heeds_relations()
    {
        Random random = new(3);
        ReferenceProfile profile = new DriftRows(3, 2).Profile();
        DriftWatch watch = new(profile, new() { Windows = false });
        for (int i = 0; i < 2_000; i++)
        {
            float common = (float)random.NextDouble();
            watch.Observe([common, common + (float)(0.1 * random.NextDouble())]);
        }

        Assert.That(watch.LastWindow!.Relations!.IsDrifted, Is.True);
        Assert.That(watch.LastWindow.IsCalm, Is.False);
    }

    [Test]
    public void Observe_feature_that_is_missing_throughout_breaks_no_relation()
    {
        Random random = new(4);
        float[] reference = new float[3_000];
        for (int i = 0; i < reference.Length; i += 2)
        {
            reference[i] = (float)random.NextDouble();
            reference[i + 1] = reference[i] + (float)random.NextDouble();
        }

        DriftWatch watch = new(ReferenceProfile.FitRows(["a", "b"], reference), new() { Sequential = false });
        for (int i = 0; i < 1_000; i++)
        {
            watch.Observe([(float)random.NextDouble(), float.NaN]);
        }

        Assert.That(watch.LastWindow!.Relations!.IsDrifted, Is.False);
        Assert.That(watch.LastWindow.Features[1].IsDrifted, Is.True);
    }

    [Test]
    public void Constructor_profile_of_hardly_any_row_is_refused() =>
        Assert.That(() => new DriftWatch(new DriftRows(5).Profile(19)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("from 19 rows"));

    [Test]
    public void Observe_by_blocks_is_as_by_rows()
    {
        DriftRows rows = new(10, 2);
        ReferenceProfile profile = rows.Profile();
        DriftWatch one = new(profile);
        DriftWatch many = new(profile);
        List<DriftAlarm> expected = [];
        List<DriftAlarm> found = [];
        float[] block = new float[2 * ColumnBlock.Capacity];
        for (int b = 0; b < 30; b++)
        {
            int count = 1 + ((b * 97) % ColumnBlock.Capacity);
            for (int i = 0; i < count; i++)
            {
                float[] row = rows.Row(b > 10 ? 0.7 : 0);
                expected.AddRange(one.Observe(row));
                (block[i], block[ColumnBlock.Capacity + i]) = (row[0], row[1]);
            }

            found.AddRange(many.Observe(block, count, default));
        }

        Assert.That(expected, Is.Not.Empty);
        Assert.That(found.Select(static alarm => (alarm.Lane, alarm.Row)), Is.EquivalentTo(expected.Select(static alarm => (alarm.Lane, alarm.Row))));
    }

    [Test]
    public void ExpectedFalseAlarms_of_all_lanes_add_up_to_the_budget()
    {
        DriftWatch watch = new(new DriftRows(11).Profile(), new() { ArlTarget = 50_000 });
        IReadOnlyDictionary<DriftLane, double> expected = watch.ExpectedFalseAlarms(100_000);
        Assert.That(expected.Values.Sum(), Is.EqualTo(2).Within(1e-9));
        Assert.That(expected[DriftLane.Outputs], Is.Zero);
        Assert.That(expected[DriftLane.Features], Is.GreaterThan(expected[DriftLane.FeatureWindows]));
    }

    [Test]
    public void Options_out_of_range_are_named()
    {
        ReferenceProfile profile = new DriftRows(12).Profile(50);
        Assert.That(() => new DriftWatch(profile, new() { Alpha = 0 }), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Alpha is 0; expected more than 0"));
        Assert.That(() => new DriftWatch(profile, new() { WindowRows = 5 }), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("WindowRows is 5"));
        Assert.That(() => new DriftWatch(profile, new() { WindowStep = 2_000 }), Throws.TypeOf<SafetyBuildException>());
        Assert.That(() => new DriftWatch(profile, new() { Sequential = false, Windows = false }), Throws.TypeOf<SafetyBuildException>());
        Assert.That(
            () => new DriftWatch(profile, new() { Metrics = new Dictionary<string, DriftMetric> { ["age"] = DriftMetric.Hellinger } }),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'age'"));
        Assert.That(
            () => new DriftWatch(profile, new() { Metrics = new Dictionary<string, DriftMetric> { ["x1"] = (DriftMetric)99 } }), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Metrics"));
        Assert.That(() => new DriftWatch(profile, new() { RowMetrics = null! }), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("RowMetrics is null"));
        Assert.That(
            () => new DriftWatch(profile, new() { Cutoffs = new Dictionary<DriftMetric, double> { [DriftMetric.Automatic] = 1 } }), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Cutoffs is of Automatic"));
        Assert.That(() => new DriftWatch(profile).Observe([1]), Throws.ArgumentException.With.Message.Contains("expected 3"));
    }
}
