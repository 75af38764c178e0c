using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AISafety.Tests.Drift.Reporting;

[TestFixture]
public sealed class DriftReportHtmlTests
{
    private const string Evil = "<script>alert('x')</script>";

    [Test]
    public void Everything_from_data_is_encoded()
    {
        FeatureSchema<string> schema = FeatureSchema.For<string>()
            .Categorical(Evil, value => value, ["\"quoted\" & 'single'", "</svg><img src=x onerror=alert(1)>"])
            .Numeric("a\"onmouseover=\"b", value => value.Length, unit: "<b>");
        ReferenceProfile reference = ReferenceProfile.Fit(schema, ["\"quoted\" & 'single'", "other"]);

        DriftReport report = DriftReport.Compare(reference, reference);
        string page = Pages.Html(report, title: "<img src=x> & </title>");

        Assert.That(Regex.Matches(page, "<script"), Has.Count.EqualTo(1), "our own alone");
        Assert.That(page, Does.Not.Contain("<img").And.Not.Contain("<b>\""));
        Assert.That(page, Does.Contain("&lt;script&gt;").And.Contain("&lt;img src=x&gt; &amp; &lt;/title&gt;"));
        XElement table = Pages.Table(report);
        Assert.That(Rows(table).SelectMany(row => row.Elements("th")).Select(cell => cell.Attribute("data-sort")!.Value), Is.EquivalentTo(new[] { Evil, "a\"onmouseover=\"b" }));
        Assert.That(table.Descendants().Attributes().Select(attribute => attribute.Name.LocalName), Has.None.StartsWith("on"));
        Assert.That(table.Descendants("title").Select(title => title.Value), Has.Some.StartsWith("\"quoted\" & 'single'"));
    }

    [Test]
    public void Page_needs_nothing_else_and_allows_only_its_own_script()
    {
        string page = Pages.Html(DriftReport.Compare(Parcel.Profile(100, 1), Parcel.Profile(100, 2)));

        Assert.That(page, Does.Not.Match("https?://|src=|href=|url\\(|@import"));
        string script = Regex.Match(page, "<script>(.*)</script>", RegexOptions.Singleline).Groups[1].Value;
        Assert.That(page, Does.Contain($"script-src 'sha256-{Hash(script)}'"));
        Assert.That(page, Does.Contain("default-src 'none'"));
    }

    [Test]
    public void Every_feature_has_a_row_with_cells_that_can_be_sorted()
    {
        DriftReport report = DriftReport.Compare(Parcel.Profile(300, 1), Parcel.Profile(300, 2, p => p with { Depot = "east" }));
        XElement table = Pages.Table(report);

        XElement[] heads = [.. table.Element("thead")!.Element("tr")!.Elements()];
        Assert.That(heads.Count(head => head.Attribute("aria-sort") is not null), Is.EqualTo(6));
        Assert.That(heads.Single(head => (string?)head.Attribute("aria-sort") == "descending").Value, Is.EqualTo("Verdict"));
        XElement[] rows = [.. Rows(table)];
        Assert.That(rows, Has.Length.EqualTo(3));
        Assert.That(rows.Select(row => row.Elements().Count()), Is.All.EqualTo(heads.Length));
        foreach (XElement row in rows)
        {
            Assert.That(row.Elements().Zip(heads).Where(pair => pair.Second.Attribute("aria-sort") is not null).Select(pair => pair.First.Attribute("data-sort")), Is.All.Not.Null);
        }

        Assert.That(rows[0].Element("th")!.Attribute("data-sort")!.Value, Is.EqualTo("depot"), "the worst first");
        Assert.That(rows[0].Attribute("data-drifted")!.Value, Is.EqualTo("1"));
        Assert.That(rows[0].Value, Does.Contain("certainly drifted"));
        Assert.That(rows.Select(row => row.Descendants("svg").First().Attribute("aria-label")!.Value), Is.All.StartsWith("Histogram of "));
    }

    [Test]
    public void Sensitive_feature_shows_neither_histogram_nor_values([Values] bool inReference, [Values] bool inCurrent)
    {
        ReferenceProfile Fit(bool sensitive, double value) => ReferenceProfile.Fit(
            FeatureSchema.For<double>().Numeric("income", x => x + value, sensitive: sensitive), Enumerable.Range(0, 40).Select(i => (double)i));

        DriftReport report = DriftReport.Compare(Fit(inReference, 1234), Fit(inCurrent, 1234));

        bool isHidden = inReference || inCurrent;
        DriftReportFeature feature = report.Features[0];
        Assert.That(feature.Histogram is null, Is.EqualTo(isHidden));
        Assert.That(feature.Drift.Histograms is null, Is.EqualTo(isHidden));
        Assert.That(double.IsNaN(feature.Mean.Reference), Is.EqualTo(isHidden));
        Assert.That(Pages.Table(report).ToString(), isHidden ? Does.Not.Contain("125") : Does.Contain("Mean 1254"));
        Assert.That(Pages.Json(report).GetRawText(), isHidden ? Does.Not.Contain("125") : Does.Contain("1253.5"));
    }

    [Test]
    public void Same_report_gives_the_same_bytes_and_the_stream_stays_open()
    {
        DriftReport report = DriftReport.Compare(Parcel.Profile(100, 1), Parcel.Profile(100, 2));
        using MemoryStream stream = new();
        report.WriteHtml(stream);
        long length = stream.Length;
        report.WriteHtml(stream);

        byte[] both = stream.ToArray();
        Assert.That(both[(int)length..], Is.EqualTo(both[..(int)length]));
    }

    [Test]
    public void Path_takes_the_same_page()
    {
        DriftReport report = DriftReport.Compare(Parcel.Profile(100, 1), Parcel.Profile(100, 2));
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "drift-report-test.html");
        try
        {
            report.WriteHtml(path, "March");
            Assert.That(File.ReadAllText(path), Is.EqualTo(Pages.Html(report, "March")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Cut_offs_are_said_to_promise_nothing()
    {
        DriftReport report = DriftReport.Compare(
            Parcel.Profile(100, 1), Parcel.Profile(100, 2), new() { Metric = DriftMetric.PopulationStability, Cutoffs = DriftOptions.TextbookCutoffs });

        Assert.That(report.HasCutoffs, Is.True);
        Assert.That(Pages.Html(report), Does.Contain("not bounded"));
    }

    private static IEnumerable<XElement> Rows(XElement table) => table.Element("tbody")!.Elements("tr");

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
