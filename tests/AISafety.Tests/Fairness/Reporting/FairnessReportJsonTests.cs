using System.Text.Json;
using AISafety.Fairness;
using AISafety.Statistics;

namespace AISafety.Tests.Fairness.Reporting;

[TestFixture]
public sealed class FairnessReportJsonTests
{
    [Test]
    public void Json_has_what_the_report_has()
    {
        FairnessReport report = new Decisions(1).Report(new(FairnessCriterion.EqualOpportunity, [new("as is", 0.85, 0.2) { GapError = 0.02 }]));
        JsonElement json = Decisions.Json(report);

        Assert.That(json.GetProperty("formatVersion").GetInt32(), Is.EqualTo(1));
        Assert.That(json.GetProperty("attribute").GetString(), Is.EqualTo("sex"));
        Assert.That(json.GetProperty("rows").GetInt64(), Is.EqualTo(report.Rows));
        Assert.That(json.GetProperty("gapConfidence").GetDouble(), Is.EqualTo(report.GapConfidence));
        Assert.That(json.GetProperty("knownToDiffer").GetInt32(), Is.EqualTo(report.KnownToDiffer));
        JsonElement gap = json.GetProperty("gaps")[0];
        Assert.That(gap.GetProperty("criterion").GetString(), Is.EqualTo("demographic-parity"));
        Same(gap.GetProperty("difference"), report.Gaps[0].Difference);
        Same(gap.GetProperty("ratio"), report.Gaps[0].Ratio);
        Assert.That(gap.GetProperty("greatest").GetString(), Is.EqualTo("men"));
        Assert.That(gap.GetProperty("excluded")[0].GetString(), Is.EqualTo("others"));
        JsonElement women = json.GetProperty("groups")[0];
        foreach ((GroupRate rate, FairnessValue value) in report.Groups[0].Rates)
        {
            Same(women.GetProperty("rates").GetProperty(JsonNamingPolicy.CamelCase.ConvertName(rate.ToString())), value);
        }

        Assert.That(women.GetProperty("counts").GetProperty("falsePositives").GetInt64(), Is.EqualTo(report.Groups[0].Counts!.Value.FalsePositives));
        Same(women.GetProperty("scores").GetProperty("auc"), report.Groups[0].Scores!.Metrics.Auc);
        Assert.That(women.GetProperty("scores").GetProperty("roc").GetArrayLength(), Is.EqualTo(51));
        Assert.That(women.GetProperty("scores").GetProperty("calibration")[0].GetProperty("rows").GetInt64(), Is.EqualTo(report.Groups[0].Scores!.Calibration[0].Count));
        JsonElement point = json.GetProperty("frontier").GetProperty("points")[0];
        Assert.That(point.GetProperty("gap").GetDouble(), Is.EqualTo(0.2));
        Assert.That(point.GetProperty("accuracyError").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(point.GetProperty("isOnFrontier").GetBoolean(), Is.True);
    }

    [Test]
    public void Small_group_and_what_is_undefined_have_no_numbers()
    {
        FairnessReport report = FairnessReport.Of(new("g", ["a", "b"]), [.. Enumerable.Repeat(0, 40), 1], new byte[41], new byte[41]);
        JsonElement json = Decisions.Json(report);

        JsonElement difference = json.GetProperty("gaps")[0].GetProperty("difference");
        Assert.That(difference.GetProperty("value").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(difference.GetProperty("status").GetString(), Is.EqualTo("FewerThanTwoGroups"));
        JsonElement small = json.GetProperty("groups")[1];
        Assert.That(small.EnumerateObject().Select(one => one.Name), Is.EqualTo(new[] { "name", "rows", "isSmall", "rates" }));
        Assert.That(small.GetProperty("rates").EnumerateObject(), Is.Empty);
        Assert.That(json.GetProperty("frontier").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static void Same(JsonElement json, FairnessValue value)
    {
        Assert.That(Number(json.GetProperty("value")), Is.EqualTo(value.Value));
        Assert.That(Number(json.GetProperty("lower")), Is.EqualTo(value.Interval.Lower));
        Assert.That(Number(json.GetProperty("upper")), Is.EqualTo(value.Interval.Upper));
        Assert.That(json.GetProperty("count").GetInt64(), Is.EqualTo(value.Count));
        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo(value.Status.ToString()));
    }

    private static double Number(JsonElement json) => json.ValueKind == JsonValueKind.Null ? double.NaN : json.GetDouble();
}
