using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace WebApi.Tests;

[TestFixture]
public sealed class ScreeningTests
{
    private const double Outside = 7777.25;

    [Test]
    public async Task Allowed_input_is_answered_with_label_and_decision_id()
    {
        await using RunningApi api = await RunningApi.StartAsync();

        using HttpResponseMessage response = await api.ScreenAsync(RunningApi.Row(30));
        JsonObject answer = await RunningApi.ReadAsync(response);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((string?)answer["label"], Is.EqualTo("malignant"));
        Assert.That((string?)answer["decisionId"], Does.Match("^[0-9a-f]{16}-[0-9a-f]+$"));
    }

    [Test]
    public async Task Refused_input_is_a_problem_with_type_code_and_id_and_without_what_was_sent()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        JsonObject biopsy = RunningApi.Row(30);
        biopsy["meanRadius"] = Outside;
        biopsy.Remove("meanTexture");

        using HttpResponseMessage response = await api.ScreenAsync(biopsy);
        JsonObject problem = await RunningApi.ReadAsync(response);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That((string?)problem["type"], Is.EqualTo("/problems/input.range"));
        Assert.That((string?)problem["code"], Is.EqualTo("input.range"));
        Assert.That((string?)problem["instance"], Is.EqualTo($"/screenings/{problem["decisionId"]}"));
        Assert.That(problem["reasons"]!.AsArray().Select(reason => $"{reason!["code"]} {reason["feature"]}"), Is.EqualTo(new[] { "input.range mean radius", "input.missing mean texture" }));
        Assert.That(problem.ToJsonString(), Does.Not.Contain(RunningApi.Text(Outside)));
        Assert.That((await api.Client.GetAsync(new Uri((string)problem["type"]!, UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Caller_that_asks_too_often_is_told_when_to_come_back()
    {
        await using RunningApi api = await RunningApi.StartAsync("--RateLimit:CallsPerMinute", "2");
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage taken = await api.ScreenAsync(RunningApi.Row(30));
            Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        using HttpResponseMessage response = await api.ScreenAsync(RunningApi.Row(30));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMinutes(1)));
        Assert.That((string?)(await RunningApi.ReadAsync(response))["code"], Is.EqualTo("rate.limited"));
    }

    [Test]
    public async Task Answer_that_nobody_can_rely_on_is_a_503()
    {
        await using RunningApi api = await RunningApi.StartAsync("--AISafety:Models:screening:Guards:confidence:Minimum", "1", "--AISafety:Models:screening:Guards:confidence:Otherwise", "Block");

        using HttpResponseMessage response = await api.ScreenAsync(RunningApi.Row(13));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((string?)(await RunningApi.ReadAsync(response))["code"], Is.EqualTo("confidence.low"));
    }

    [Test]
    public async Task Body_that_is_no_biopsy_is_a_400()
    {
        await using RunningApi api = await RunningApi.StartAsync();

        using HttpResponseMessage response = await api.Client.PostAsJsonAsync("/screenings", new { meanRadius = "wide" });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Health_and_OpenAPI_are_served()
    {
        await using RunningApi api = await RunningApi.StartAsync();

        Assert.That(await api.Client.GetStringAsync("/health"), Is.EqualTo("Healthy"));
        JsonObject document = JsonNode.Parse(await api.Client.GetStringAsync("/openapi/v1.json"))!.AsObject();
        Assert.That(document["paths"]!.AsObject().Select(path => path.Key), Is.SupersetOf(new[] { "/screenings", "/reviews/{decisionId}/decision" }));
        Assert.That(document["paths"]!["/screenings"]!["post"]!["responses"]!.AsObject().Select(one => one.Key), Is.SupersetOf(new[] { "200", "202", "422", "429", "503" }));
    }
}
