namespace AISafety.Tests.Drift.Reporting;

[TestFixture]
public sealed class DriftReportTests
{
    [Test]
    public void Compare_finds_what_a_window_of_the_same_rows_finds([Values] DriftMetric metric)
    {
        ReferenceProfile reference = Parcel.Profile(700, seed: 1);
        Parcel[] rows = Parcel.Many(400, seed: 2, p => p with { Weight = p.Weight * 1.2 });
        DriftOptions options = new() { Metric = metric };
        DriftWatch watch = new(reference, options with { Guarantee = DriftGuarantee.PerLook, WindowRows = rows.Length });
        float[] row = new float[Parcel.Schema.Width];
        foreach (Parcel parcel in rows)
        {
            Parcel.Schema.Write(parcel, row);
            watch.Observe(row);
        }

        DriftReport report = DriftReport.Compare(reference, Parcel.Schema, rows, options);

        DriftWindow window = watch.LastWindow!;
        Assert.That(report.Features.Select(one => one.Drift with { Histograms = null }), Is.EqualTo(window.Features.Select(one => one with { Histograms = null })));
        Assert.That(report.Relations, Is.EqualTo(window.Relations).And.Not.Null);
        Assert.That(report.IsDrifted, Is.EqualTo(window.Alarms.Count > 0));
    }

    [Test]
    public void Measures_are_what_each_metric_would_have_found()
    {
        ReferenceProfile reference = Parcel.Profile(500, seed: 3);
        ReferenceProfile current = Parcel.Profile(300, seed: 4, p => p with { Size = p.Size + 0.3, Depot = p.Depot == "east" ? "west" : p.Depot });
        DriftReport report = DriftReport.Compare(reference, current);

        foreach (DriftReportFeature feature in report.Features)
        {
            Assert.That(feature.Measures, Has.Count.EqualTo(feature.Feature.Kind == FeatureKind.Categorical ? 5 : 8));
            foreach (DriftMeasure measure in feature.Measures)
            {
                DriftOptions chosen = new() { Metric = measure.Metric };
                FeatureDrift found = DriftReport.Compare(reference, current, chosen).Features[reference.IndexOf(feature.Feature.Name)].Drift;
                Assert.That(measure.Distance, Is.EqualTo(found.Distance), $"{feature.Feature.Name} {measure.Metric}");
                Assert.That(measure.Tolerance, Is.EqualTo(found.Tolerance));
            }
        }
    }

    [Test]
    public void Rows_like_the_reference_are_called_drifted_no_more_often_than_alpha()
    {
        const int Reports = 200;
        int drifted = 0;
        for (int i = 0; i < Reports; i++)
        {
            drifted += DriftReport.Compare(Parcel.Profile(300, seed: 1_000 + i), Parcel.Profile(200, seed: 5_000 + i)).IsDrifted ? 1 : 0;
        }

        // Of 200 at 5 %, more than 20 happen once in a thousand times.
        Assert.That(drifted, Is.LessThanOrEqualTo(20));
    }

    [Test]
    public void Verdicts_tell_large_changes_from_small_and_from_none()
    {
        ReferenceProfile reference = Parcel.Profile(60_000, seed: 5);
        ReferenceProfile all = ReferenceProfile.Fit(Parcel.Schema, Parcel.Many(60_000, seed: 5), new() { SampleSize = 60_000 });
        ReferenceProfile current = ReferenceProfile.Fit(
            Parcel.Schema, Parcel.Many(60_000, seed: 6, p => p with { Weight = p.Weight * 1_000, Size = p.Size + 0.04 }), new() { SampleSize = 60_000 });

        DriftReport report = DriftReport.Compare(all, current, new() { CompareRows = false });

        Assert.That(report.Features.Select(one => one.Verdict), Is.EqualTo(new[] { DriftVerdict.CertainlyDrifted, DriftVerdict.TooSmall, DriftVerdict.Same }));
        Assert.That(report.DriftedCount, Is.EqualTo(1));
        Assert.That(report.Features[0].Mean.Current / report.Features[0].Mean.Reference, Is.EqualTo(1_000).Within(30));

        DriftReport few = DriftReport.Compare(reference, Parcel.Profile(400, seed: 7, p => p with { Weight = p.Weight * 1.25 }));
        Assert.That(few.Features[0].Verdict, Is.EqualTo(DriftVerdict.Drifted), "of so few rows it is not certain to matter");
        Assert.That((few.ReferenceRows, few.ReferenceCompared, few.CurrentRows, few.CurrentCompared), Is.EqualTo((60_000L, 10_000, 400L, 400)));
    }

    [Test]
    public void Broken_relation_is_found_where_every_feature_alone_is_as_before()
    {
        ReferenceProfile reference = Parcel.Profile(2_000, seed: 8);
        Parcel[] rows = Parcel.Many(2_000, seed: 9);
        Parcel[] mixed = [.. rows.Zip(rows.Skip(1).Append(rows[0]), (one, next) => one with { Size = next.Size })];

        DriftReport report = DriftReport.Compare(reference, Parcel.Schema, mixed);

        Assert.That(report.DriftedCount, Is.Zero);
        Assert.That(report.Relations, Is.Not.Null.And.Property("IsDrifted").True);
        Assert.That(report.IsDrifted, Is.True);
    }

    [Test]
    public void Missing_shares_are_of_all_rows_although_a_sample_is_compared()
    {
        int row = 0;
        ReferenceProfile reference = ReferenceProfile.Fit(Parcel.Schema, Parcel.Many(1_000, seed: 10, p => p with { Size = row++ % 10 == 0 ? null : 1 }), new() { SampleSize = 50 });

        DriftReport report = DriftReport.Compare(reference, reference);

        Assert.That(report.Features[1].Drift.Missing, Is.EqualTo((0.1, 0.1)));
        Assert.That(report.ReferenceCompared, Is.EqualTo(50));
    }

    [Test]
    public void Outputs_are_compared_with_a_share_of_alpha_of_their_own()
    {
        (Parcel, double)[] Rows(int seed, double price) => [.. Parcel.Many(500, seed).Select(parcel => (parcel, parcel.Weight * price))];
        ReferenceProfile reference = ReferenceProfile.Fit(Parcel.Schema, Parcel.Price, Rows(11, 2));

        DriftReport report = DriftReport.Compare(reference, Parcel.Schema, Parcel.Price, Rows(12, 6));

        Assert.That(report.Features.Select(one => (one.IsOutput, one.Drift.IsDrifted)), Is.EqualTo(new[] { (false, false), (false, false), (false, false), (true, true) }));
        Assert.That(() => DriftReport.Compare(reference, Parcel.Schema, Parcel.Many(10, 1)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("outputs"));
    }

    [Test]
    public void Table_is_compared_as_the_same_rows_are()
    {
        ReferenceProfile reference = Parcel.Profile(300, seed: 13);
        Parcel[] rows = Parcel.Many(200, seed: 14, p => p with { Depot = p.Depot == "north" ? "elsewhere" : p.Depot });
        float[] table = new float[rows.Length * Parcel.Schema.Width];
        for (int i = 0; i < rows.Length; i++)
        {
            Parcel.Schema.Write(rows[i], table.AsSpan(i * Parcel.Schema.Width, Parcel.Schema.Width));
        }

        Assert.That(
            Pages.Json(DriftReport.CompareRows(reference, table)).GetRawText(),
            Is.EqualTo(Pages.Json(DriftReport.Compare(reference, Parcel.Schema, rows)).GetRawText()));
        Assert.That(() => DriftReport.CompareRows(reference, table.AsSpan(1)), Throws.ArgumentException.With.Message.Contains("multiple of 3"));
    }
}
