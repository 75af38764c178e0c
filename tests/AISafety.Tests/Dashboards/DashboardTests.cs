using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AISafety.Tests.Dashboards;

/// <summary>The dashboard shows what the code measures: no more, and nothing is forgotten.</summary>
[TestFixture]
public sealed partial class DashboardTests : IDisposable
{
    /// <summary>Instruments that no panel shows, each with the reason.</summary>
    private static readonly Dictionary<string, string> s_leftOut = [];

    private readonly EveryPart _parts = new();
    private readonly List<(string Panel, string Expression, string Legend)> _targets = [];
    private JsonElement _dashboard;

    [OneTimeSetUp]
    public async Task RunAsync()
    {
        await _parts.RunAsync();
        _dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "dashboards", "aisafety.json"))).RootElement;
        foreach (JsonElement panel in Panels().Where(static panel => panel.GetProperty("type").GetString() != "row"))
        {
            foreach (JsonElement target in panel.GetProperty("targets").EnumerateArray())
            {
                _targets.Add((panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!, target.TryGetProperty("legendFormat", out JsonElement legend) ? legend.GetString()! : ""));
            }
        }
    }

    public void Dispose() => _parts.Dispose();

    private JsonElement[] Panels() => [.. _dashboard.GetProperty("panels").EnumerateArray()];

    private Instrument? Find(string series) => _parts.Seen.Keys.FirstOrDefault(instrument => PrometheusName.Of(instrument).Contains(series));

    private HashSet<string> Labels(string series)
    {
        Instrument instrument = Find(series)!;
        HashSet<string> labels = [.. _parts.Seen[instrument].Keys.Select(PrometheusName.Label)];
        if (series.EndsWith("_bucket", StringComparison.Ordinal))
        {
            labels.Add("le");
        }

        return labels;
    }

    [Test]
    public void Every_part_has_measured_all_that_is_documented()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "concepts", "telemetry.md"));
        Dictionary<string, string> documented = Row().Matches(page).ToDictionary(row => row.Groups[1].Value, row => $"{row.Groups[2].Value}: {string.Join(" ", Tag().Matches(row.Groups[3].Value).Select(tag => tag.Groups[1].Value).Order(StringComparer.Ordinal))}");
        Dictionary<string, string> measured = _parts.Seen.ToDictionary(
            one => one.Key.Name,
            one => $"{(PrometheusName.IsCounter(one.Key) ? "counter" : PrometheusName.IsHistogram(one.Key) ? "histogram" : "gauge")}: {string.Join(" ", one.Value.Keys.Order(StringComparer.Ordinal))}");

        Assert.That(measured.OrderBy(one => one.Key, StringComparer.Ordinal), Is.EqualTo(documented.OrderBy(one => one.Key, StringComparer.Ordinal)));
    }

    [Test]
    public void Panels_show_only_series_and_labels_that_there_are()
    {
        Assert.Multiple(() =>
        {
            foreach ((string panel, string expression, string legend) in _targets)
            {
                PromQl query = new(expression);
                Assert.That(query.Selectors, Is.Not.Empty, panel);
                HashSet<string> all = [];
                foreach (PromQl.Selector selector in query.Selectors)
                {
                    Instrument? instrument = Find(selector.Metric);
                    Assert.That(instrument, Is.Not.Null, $"{panel}: no instrument is called {selector.Metric}");
                    if (instrument is null)
                    {
                        continue;
                    }

                    HashSet<string> labels = Labels(selector.Metric);
                    all.UnionWith(labels);
                    Assert.That(selector.Labels.Where(label => !labels.Contains(label)), Is.Empty, $"{panel}: labels that {selector.Metric} does not have");
                    Assert.That(selector.Labels, Does.Contain("aisafety_model"), $"{panel}: {selector.Metric} of all models");
                    Assert.That(selector.IsRange, Is.EqualTo(PrometheusName.IsCounter(instrument) || PrometheusName.IsHistogram(instrument)), $"{panel}: {selector.Metric}: counters are read as rates, gauges as they are");
                }

                Assert.That(query.Grouped.Where(label => !all.Contains(label)), Is.Empty, $"{panel}: labels that there are not");
                Assert.That(Legend().Matches(legend).Select(match => match.Groups[1].Value).Where(label => !query.Grouped.Contains(label)), Is.Empty, $"{panel}: a legend by labels that are summed away");
            }
        });
    }

    [Test]
    public void Every_instrument_has_a_panel_or_a_reason_to_have_none()
    {
        HashSet<string> shown = [.. _targets.SelectMany(target => new PromQl(target.Expression).Selectors).Select(selector => selector.Metric)];
        string[] hidden = [.. _parts.Seen.Keys.Where(instrument => !PrometheusName.Of(instrument).Any(shown.Contains)).Select(instrument => instrument.Name)];

        Assert.That(hidden, Is.EquivalentTo(s_leftOut.Keys));
    }

    [Test]
    public void Variables_are_filled_from_series_that_there_are()
    {
        JsonElement[] variables = [.. _dashboard.GetProperty("templating").GetProperty("list").EnumerateArray()];
        Assert.That(variables.Select(one => $"{one.GetProperty("name").GetString()} {one.GetProperty("type").GetString()}"), Is.EqualTo(new[] { "datasource datasource", "model query" }));
        Assert.That(variables[0].GetProperty("query").GetString(), Is.EqualTo("prometheus"));

        PromQl query = new(variables[1].GetProperty("query").GetProperty("query").GetString()!);
        Assert.That(query.Selectors.Select(selector => selector.Metric), Is.EqualTo(new[] { "aisafety_calls_total", "aisafety_model" }));
        Assert.That(Find("aisafety_calls_total"), Is.Not.Null);
        Assert.That(Labels("aisafety_calls_total"), Does.Contain("aisafety_model"));
    }

    [Test]
    public void Panels_have_ids_of_their_own_lie_beside_each_other_and_ask_the_chosen_source()
    {
        JsonElement[] panels = Panels();
        Assert.That(panels.Select(panel => panel.GetProperty("id").GetInt32()), Is.Unique);
        HashSet<(int, int)> taken = [];
        foreach (JsonElement panel in panels)
        {
            JsonElement place = panel.GetProperty("gridPos");
            (int x, int y, int w, int h) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            Assert.That(x + w, Is.LessThanOrEqualTo(24), $"{panel.GetProperty("title")}");
            foreach ((int column, int row) in Enumerable.Range(x, w).SelectMany(column => Enumerable.Range(y, h).Select(row => (column, row))))
            {
                Assert.That(taken.Add((column, row)), Is.True, $"{panel.GetProperty("title")} lies on another panel");
            }

            if (panel.GetProperty("type").GetString() != "row")
            {
                Assert.That(panel.GetProperty("datasource").GetProperty("uid").GetString(), Is.EqualTo("${datasource}"));
                Assert.That(panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("refId").GetString()), Is.Unique);
            }
        }
    }

    [TestCase("sum(rate(a_total[5m])", "not closed")]
    [TestCase("sum(rate(a_total[5m])))", "too many")]
    [TestCase("summ(a_total)", "'summ' is no function")]
    [TestCase("a_total[$interval]", "'$interval' is no time")]
    [TestCase("a{b=1}", "no text")]
    [TestCase("a{b>\"1\"}", "does not compare")]
    public void Expression_that_cannot_be_is_refused(string expression, string message) =>
        Assert.That(() => new PromQl(expression), Throws.TypeOf<FormatException>().With.Message.Contains(message));

    [Test]
    public void Expression_is_read_to_its_series_labels_and_groups()
    {
        PromQl query = new("""histogram_quantile(0.95, sum by (le, x) (rate(a_bucket{m=~"$model", n!="a}b("}[$__rate_interval]))) > 0 or sum without (q) (b)""");

        Assert.That(query.Selectors.Select(one => $"{one.Metric} {string.Join(",", one.Labels)} {one.IsRange}"), Is.EqualTo(new[] { "a_bucket m,n True", "b  False" }));
        Assert.That(query.Grouped, Is.EquivalentTo(new[] { "le", "x", "q" }));
    }

    private static string Root()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    [GeneratedRegex(@"^\| `(aisafety\.[a-z._]+)` \| (counter|gauge|histogram), [a-z]+ \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z._]+)`")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\{\{\s*([a-z_]+)\s*\}\}")]
    private static partial Regex Legend();
}
