namespace AISafety.Tests.Drift.Reporting;

[TestFixture]
public sealed class OddProfilesTests
{
    private const float Missing = float.NaN;

    [Test]
    public void Other_features_are_refused_by_name()
    {
        ReferenceProfile reference = ReferenceProfile.FitRows(["a", "b"], [1, 2]);

        Assert.That(
            () => DriftReport.Compare(reference, ReferenceProfile.FitRows(["a", "c"], [1, 2])),
            Throws.ArgumentException.With.Message.Contains("'b'").And.Message.Contains("'c'"));
        Assert.That(
            () => DriftReport.Compare(reference, ReferenceProfile.FitRows(["a"], [1])),
            Throws.ArgumentException.With.Message.Contains("'b' is missing"));
        Assert.That(
            () => DriftReport.Compare(Parcel.Profile(10, 1), FeatureSchema.ForVector("weight"), [[1f]]),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'size'"));
    }

    [Test]
    public void Output_taken_for_an_input_is_refused()
    {
        ReferenceProfile pairs = ReferenceProfile.Fit(FeatureSchema.ForVector("a"), FeatureSchema.ForVector("b"), [(new float[1], new float[1])]);
        ReferenceProfile inputs = ReferenceProfile.FitRows(["a", "b"], [1, 2]);

        Assert.That(() => DriftReport.Compare(pairs, inputs), Throws.ArgumentException.With.Message.Contains("'b'"));
    }

    [Test]
    public void No_rows_are_refused()
    {
        ReferenceProfile reference = Parcel.Profile(10, 1);

        Assert.That(() => DriftReport.Compare(reference, Parcel.Schema, []), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("no current row"));
        Assert.That(() => DriftReport.CompareRows(reference, []), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("no current row"));
    }

    [Test]
    public void Options_out_of_range_are_refused_before_rows_are_read()
    {
        ReferenceProfile reference = Parcel.Profile(10, 1);
        IEnumerable<Parcel> Unread()
        {
            Assert.Fail("A row was read.");
            yield break;
        }

        Assert.That(() => DriftReport.Compare(reference, Parcel.Schema, Unread(), new() { Alpha = 0 }), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Alpha is 0"));
        Assert.That(
            () => DriftReport.Compare(reference, Parcel.Schema, Unread(), new() { Metrics = new Dictionary<string, DriftMetric> { ["colour"] = DriftMetric.Hellinger } }),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'colour'"));
    }

    [Test]
    public void Options_of_watching_play_no_part()
    {
        ReferenceProfile reference = Parcel.Profile(200, 1);
        ReferenceProfile current = Parcel.Profile(200, 2);

        DriftReport watched = DriftReport.Compare(reference, current, new() { Guarantee = DriftGuarantee.LifetimeAlpha, Windows = false, WindowRows = 20, Stride = 7 });

        Assert.That(Pages.Html(watched), Is.EqualTo(Pages.Html(DriftReport.Compare(reference, current))));
    }

    // Each column: what the reference and the current rows are, and what is said of it, by the metric of numbers and by means.
    [TestCase(5f, 5f, DriftVerdict.Same, DriftVerdict.NotComparable)]
    [TestCase(5f, 6f, DriftVerdict.CertainlyDrifted, DriftVerdict.NotComparable)]
    [TestCase(Missing, Missing, DriftVerdict.Same, DriftVerdict.NotComparable)]
    [TestCase(5f, Missing, DriftVerdict.CertainlyDrifted, DriftVerdict.NotComparable)]
    [TestCase(Missing, 5f, DriftVerdict.CertainlyDrifted, DriftVerdict.NotComparable)]
    [TestCase(float.PositiveInfinity, 5f, DriftVerdict.CertainlyDrifted, DriftVerdict.NotComparable)]
    public void Features_without_spread_or_values_have_a_stated_outcome(float before, float after, DriftVerdict expected, DriftVerdict byMeans)
    {
        ReferenceProfile reference = ReferenceProfile.FitRows(["x"], Enumerable.Repeat(before, 100).ToArray());
        float[] rows = [.. Enumerable.Repeat(after, 80)];

        DriftReport report = DriftReport.CompareRows(reference, rows);
        DriftReport means = DriftReport.CompareRows(reference, rows, new() { Metric = DriftMetric.MeanShift });
        DriftReport area = DriftReport.CompareRows(reference, rows, new() { Metric = DriftMetric.Wasserstein });

        Assert.That(report.Features[0].Verdict, Is.EqualTo(expected));
        Assert.That(means.Features[0].Verdict, Is.EqualTo(byMeans));
        Assert.That(area.Features[0].Verdict, Is.EqualTo(byMeans));
        Assert.That(Pages.Html(means), Does.Contain("not comparable"));
        Assert.That(Pages.Json(means).GetProperty("features")[0].GetProperty("distance").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        Pages.Table(report);
    }

    [Test]
    public void Constant_current_columns_do_not_stop_the_comparison_of_relations()
    {
        ReferenceProfile reference = Parcel.Profile(200, 1);

        DriftReport report = DriftReport.Compare(reference, Parcel.Schema, Parcel.Many(100, 2, p => new(1, null, null)));

        Assert.That(report.DriftedCount, Is.EqualTo(3));
        Assert.That(report.Relations, Is.Not.Null);
        Pages.Table(report);
    }

    [Test]
    public void Single_row_is_compared()
    {
        DriftReport report = DriftReport.Compare(Parcel.Profile(200, 1), Parcel.Schema, Parcel.Many(1, 2));

        Assert.That(report.IsDrifted, Is.False);
        Assert.That(report.Relations, Is.Null);
        Pages.Table(report);
    }

    [Test]
    public void Random_tables_never_fail()
    {
        Random random = new(3);
        float[] odd = [0, 1, -1, 1e30f, -1e30f, 1e-30f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon];
        float[] Table(int rows, int kinds) => [.. Enumerable.Range(0, rows * 3).Select(_ => random.Next(3) == 0 ? (float)random.NextDouble() : odd[random.Next(kinds)])];
        for (int i = 0; i < 100; i++)
        {
            ReferenceProfile reference = ReferenceProfile.FitRows(["x", "y", "z"], Table(random.Next(1, 200), random.Next(1, odd.Length)));
            DriftReport report = DriftReport.CompareRows(reference, Table(random.Next(1, 200), random.Next(1, odd.Length)));

            Pages.Table(report);
            Assert.That(Pages.Json(report).GetProperty("features").GetArrayLength(), Is.EqualTo(3));
            foreach (DriftReportFeature feature in report.Features)
            {
                Assert.That(feature.Histogram!.Reference.Sum(), Is.EqualTo(1).Within(1e-9));
                Assert.That(feature.Histogram.Current.Sum(), Is.EqualTo(1).Within(1e-9));
            }
        }
    }
}
