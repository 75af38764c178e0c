using System.Xml.Linq;
using AISafety.Fairness;
using AISafety.Statistics;

namespace AISafety.Tests.Fairness.Reporting;

[TestFixture]
public sealed class FairnessReportHtmlTests
{
    private const string Evil = "<script>alert('x')</script>";

    private static readonly FairnessFrontier Frontier = new(
        FairnessCriterion.DemographicParity, [new("as is", 0.85, 0.2) { AccuracyError = 0.01, GapError = 0.02 }, new(Evil, 0.82, 0.01)]);

    [Test]
    public void Page_is_well_formed_and_has_what_the_report_has()
    {
        FairnessReport report = new Decisions(1).Report(Frontier);
        XElement main = Body(report);

        Assert.That(main.Descendants("h1").Single().Value, Is.EqualTo("Fairness report"));
        Assert.That(main.Descendants("p").First(one => (string?)one.Attribute("class") == "headline").Value, Is.EqualTo($"Groups are known to differ in {report.KnownToDiffer} of 7 criteria"));
        Assert.That(Rows(main, "gaps").Count(), Is.EqualTo(7));
        XElement[] rates = [.. Rows(main, "rates")];
        Assert.That(rates.Select(row => row.Descendants("span").First().Value), Is.EqualTo(new[] { "women", "men", "All of these together" }));
        Assert.That(rates.Select(row => row.Descendants("svg").Count()), Is.All.EqualTo(6));
        Assert.That(rates[0].Descendants("strong").ElementAt(1).Value, Is.EqualTo(FormattableString.Invariant($"{100 * report.Groups[0].Rates[GroupRate.SelectionRate].Value:0.0} %")));
        Assert.That(main.Descendants("polyline").Count(one => ((string?)one.Attribute("class"))!.StartsWith("curve", StringComparison.Ordinal)), Is.EqualTo(4), "two curves of two groups");
        Assert.That(main.Descendants("svg").Where(one => one.Attribute("aria-hidden") is null).Select(one => (string?)one.Attribute("aria-label")), Is.All.Not.Empty);
        Assert.That(main.Descendants("section").Single(one => (string?)one.Attribute("id") == "small").Value, Does.Contain("others (7)"));
    }

    [Test]
    public void Bars_have_the_length_of_the_rates()
    {
        FairnessReport report = new Decisions(1).Report();
        XElement svg = Rows(Body(report), "rates").First().Descendants("svg").ElementAt(1);
        FairnessValue rate = report.Groups[0].Rates[GroupRate.SelectionRate];

        Assert.That((double)svg.Elements("rect").Last().Attribute("width")!, Is.EqualTo(120 * rate.Value).Within(0.01));
        Assert.That((double)svg.Elements("line").First().Attribute("x2")!, Is.EqualTo(120 * rate.Interval.Upper).Within(0.01));
    }

    [Test]
    public void Everything_from_data_is_encoded()
    {
        FairnessReport report = new Decisions(1, Evil, "a\"onmouseover=\"b", "</svg><img src=x onerror=alert(1)>").Report(Frontier);
        string page = Decisions.Html(report, "<img src=x> & </title>");
        XElement main = Body(report);

        Assert.That(page, Does.Not.Contain("<script").And.Not.Contain("<img"));
        Assert.That(page, Does.Contain("&lt;img src=x&gt; &amp; &lt;/title&gt;"));
        Assert.That(main.Descendants().Attributes().Select(one => one.Name.LocalName), Has.None.StartsWith("on"));
        Assert.That(main.Descendants("title").Select(one => one.Value), Has.Some.StartsWith(Evil));
    }

    [Test]
    public void Page_needs_nothing_else_and_allows_no_script()
    {
        string page = Decisions.Html(new Decisions(1).Report(Frontier));

        Assert.That(page, Does.Not.Match("https?://|src=|href=|url\\(|@import"));
        Assert.That(page, Does.Contain("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
        Assert.That(page, Does.Not.Contain("NaN").And.Not.Contain("∞\""));
    }

    [Test]
    public void Many_groups_are_compared_and_the_largest_shown()
    {
        GroupAttribute attribute = new("region", Enumerable.Range(0, 100).Select(i => $"r{i}"));
        int[] groups = [.. Enumerable.Range(0, 100).SelectMany(i => Enumerable.Repeat(i, 30 + i))];
        Random random = new(5);
        byte[] labels = [.. groups.Select(_ => (byte)random.Next(2))];
        double[] scores = [.. groups.Select(_ => random.NextDouble())];
        FairnessReport report = FairnessReport.Of(attribute, groups, labels, labels, scores, new() { Resamples = 0 });
        XElement main = Body(report);

        Assert.That(Rows(main, "rates").Select(row => row.Descendants("span").First().Value).SkipLast(1), Is.EqualTo(Enumerable.Range(60, 40).Select(i => $"r{i}")));
        Assert.That(main.Descendants("ul").First(one => (string?)one.Attribute("class") == "names").Elements().Count(), Is.EqualTo(8));
        Assert.That(Decisions.Json(report).GetProperty("groups").GetArrayLength(), Is.EqualTo(100));
    }

    [Test]
    public void Same_report_gives_the_same_bytes_and_the_stream_stays_open()
    {
        FairnessReport report = new Decisions(1).Report(Frontier);
        using MemoryStream stream = new();
        report.WriteHtml(stream);
        long length = stream.Length;
        new Decisions(1).Report(Frontier).WriteHtml(stream);

        byte[] both = stream.ToArray();
        Assert.That(both[(int)length..], Is.EqualTo(both[..(int)length]));
    }

    [Test]
    public void Paths_take_the_same_page_and_json()
    {
        FairnessReport report = new Decisions(1).Report();
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "fairness-report-test");
        try
        {
            report.WriteHtml(path, "Loans");
            Assert.That(File.ReadAllText(path), Is.EqualTo(Decisions.Html(report, "Loans")));
            report.WriteJson(path);
            Assert.That(File.ReadAllText(path), Is.EqualTo(Decisions.Json(report).GetRawText()));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static XElement Body(FairnessReport report)
    {
        string page = Decisions.Html(report);
        int start = page.IndexOf("<main>", StringComparison.Ordinal);
        return XElement.Parse(page[start..(page.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)]);
    }

    private static IEnumerable<XElement> Rows(XElement main, string table) =>
        main.Descendants("table").Single(one => (string?)one.Attribute("id") == table).Element("tbody")!.Elements("tr");
}
