using System.Text.Json;

namespace AISafety.Tests.Drift.Reporting;

[TestFixture]
public sealed class DriftReportJsonTests
{
    [Test]
    public void Json_has_what_the_report_has()
    {
        DriftReport report = DriftReport.Compare(Parcel.Profile(300, 1), Parcel.Profile(200, 2, p => p with { Weight = p.Weight * 9 }));
        JsonElement json = Pages.Json(report);

        Assert.That(json.GetProperty("formatVersion").GetInt32(), Is.EqualTo(1));
        Assert.That(json.GetProperty("isDrifted").GetBoolean(), Is.True);
        Assert.That(json.GetProperty("driftedCount").GetInt32(), Is.EqualTo(report.DriftedCount));
        Assert.That(json.GetProperty("alpha").GetDouble(), Is.EqualTo(0.05));
        Assert.That(json.GetProperty("reference").GetProperty("rows").GetInt64(), Is.EqualTo(300));
        Assert.That(json.GetProperty("current").GetProperty("compared").GetInt64(), Is.EqualTo(200));
        Assert.That(json.GetProperty("relations").GetProperty("first").GetString(), Is.EqualTo("weight"));
        JsonElement weight = json.GetProperty("features")[0];
        DriftReportFeature expected = report.Features[0];
        Assert.That(weight.GetProperty("name").GetString(), Is.EqualTo("weight"));
        Assert.That(weight.GetProperty("unit").GetString(), Is.EqualTo("kg"));
        Assert.That(weight.GetProperty("verdict").GetString(), Is.EqualTo("CertainlyDrifted"));
        Assert.That(weight.GetProperty("metric").GetString(), Is.EqualTo("ks"));
        Assert.That(weight.GetProperty("distance").GetDouble(), Is.EqualTo(expected.Drift.Distance));
        Assert.That(weight.GetProperty("adjustedPValue").GetDouble(), Is.EqualTo(expected.Drift.AdjustedPValue));
        Assert.That(weight.GetProperty("measures").GetProperty("wasserstein").GetDouble(), Is.EqualTo(expected.Measures.Single(one => one.Metric == DriftMetric.Wasserstein).Distance));
        Assert.That(weight.GetProperty("histogram").GetProperty("labels").GetArrayLength(), Is.EqualTo(expected.Histogram!.Labels.Count));
        Assert.That(weight.GetProperty("cells").GetProperty("current").GetArrayLength(), Is.EqualTo(expected.Drift.Histograms!.Current.Count));
    }

    [Test]
    public void What_is_not_finite_is_null()
    {
        ReferenceProfile reference = ReferenceProfile.FitRows(["x"], [float.PositiveInfinity, 1]);

        JsonElement json = Pages.Json(DriftReport.CompareRows(reference, [float.NaN], new() { Metric = DriftMetric.Wasserstein }));

        JsonElement feature = json.GetProperty("features")[0];
        Assert.That(feature.GetProperty("distance").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(feature.GetProperty("upper").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(feature.GetProperty("mean").GetProperty("current").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.GetProperty("relations").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }
}
