using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AISafety.Alerts;

namespace AISafety.Tests.Alerts;

[TestFixture]
public sealed partial class WebhookBodyTests
{
    private static readonly SafetyAlert s_alert = new("drift.feature", "The distribution of 'income' has moved.", AlertSeverity.High)
    {
        Id = "5f0c2a9be1d34c77-12",
        ConditionId = "5f0c2a9be1d34c77-9",
        State = AlertState.Updated,
        Model = "credit",
        Monitor = "drift",
        Feature = "income",
        Metric = "ks",
        Value = 0.31,
        Threshold = 0.2,
        SuggestedAction = "Compare the last day's applications with the training data.",
        RaisedAt = Gates.Start.AddMinutes(34),
        OpenedAt = Gates.Start,
        Since = Gates.Start.AddHours(-2),
        Raises = 35,
        Exception = new InvalidOperationException("secret"),
        Drivers = [new("income", "ks", 0.31, double.NaN) { Histograms = new(["secret", "more"], [0.5, 0.5], [0.2, double.NaN]) }],
    };

    [Test]
    public void Body_is_the_example_of_the_documentation()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "concepts", "alerts.md"));
        string example = Json().Match(page).Groups["json"].Value;

        Assert.That(Indented(WebhookBody.Of(s_alert with { Exception = null }, includeHistograms: false)), Is.EqualTo(Indented(System.Text.Encoding.UTF8.GetBytes(example))));
    }

    [Test]
    public void Body_holds_no_text_of_an_exception_and_no_values_of_inputs_unless_asked_for()
    {
        string body = Indented(WebhookBody.Of(s_alert, includeHistograms: false));

        Assert.That(body, Does.Not.Contain("secret").And.Contain("\"exception\": \"InvalidOperationException\""));
    }

    [Test]
    public void Body_has_histograms_if_asked_for_and_null_for_numbers_that_are_none()
    {
        JsonNode driver = JsonNode.Parse(WebhookBody.Of(s_alert, includeHistograms: true))!["drivers"]![0]!;

        Assert.That(driver["threshold"], Is.Null);
        Assert.That(driver["histograms"]!.ToJsonString(), Is.EqualTo("""{"labels":["secret","more"],"reference":[0.5,0.5],"current":[0.2,null]}"""));
    }

    [Test]
    public void Body_has_the_first_twenty_drivers()
    {
        SafetyAlert wide = s_alert with { Drivers = [.. Enumerable.Range(0, 100).Select(i => new AlertDriver($"f{i}", "ks", i, double.PositiveInfinity))] };
        JsonArray drivers = JsonNode.Parse(WebhookBody.Of(wide, includeHistograms: true))!["drivers"]!.AsArray();

        Assert.That(drivers.Select(driver => (string?)driver!["name"]), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"f{i}")));
    }

    private static string Indented(byte[] json) => JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    private static string Root()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
