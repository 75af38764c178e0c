using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WebApi.Tests;

[TestFixture]
public sealed class ReviewTests
{
    /// <summary>In range, but unlike any biopsy.</summary>
    private static JsonObject Odd()
    {
        JsonObject biopsy = RunningApi.Row(30);
        biopsy["areaError"] = 1050;
        return biopsy;
    }

    [Test]
    public async Task Anomaly_is_decided_by_two_people_who_agree()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        using HttpResponseMessage pending = await api.ScreenAsync(Odd());
        Assert.That(pending.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        string item = pending.Headers.Location!.ToString();

        await DecideAsync(api, item, "ann");
        Assert.That((string?)(await ItemAsync(api, item))["status"], Is.EqualTo("Waiting"));
        await DecideAsync(api, item, "bob");

        JsonObject decided = await ItemAsync(api, item);
        Assert.That(((string?)decided["status"], (string?)decided["decision"]), Is.EqualTo(("Decided", "benign")));
        Assert.That((double)decided["biopsy"]!["areaError"]!, Is.EqualTo(1050));
        JsonObject statistics = JsonNode.Parse(await api.Client.GetStringAsync("/reviews/statistics"))!.AsObject();
        Assert.That((int)statistics["decided"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task Item_that_somebody_else_has_cannot_be_taken_and_nonsense_cannot_be_decided()
    {
        await using RunningApi api = await RunningApi.StartAsync();
        using HttpResponseMessage pending = await api.ScreenAsync(Odd());
        string item = pending.Headers.Location!.ToString();

        Assert.That((await api.Client.PostAsync($"{item}/claim?reviewer=ann", null)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.Client.PostAsync($"{item}/claim?reviewer=bob", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await api.Client.PostAsJsonAsync($"{item}/decision", new Decide("ann", "perhaps", null))).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await api.Client.PostAsync("/reviews/nonsense/claim?reviewer=ann", null)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Webhook_is_told_that_a_call_waits_and_not_what_was_sent()
    {
        Channel<string> received = Channel.CreateUnbounded<string>();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        await using WebApplication hook = builder.Build();
        hook.MapPost("/hook", async (HttpRequest request) => await received.Writer.WriteAsync(await new StreamReader(request.Body).ReadToEndAsync()));
        await hook.StartAsync();
        await using RunningApi api = await RunningApi.StartAsync("--ReviewWebhook:Url", $"{hook.Urls.First()}/hook");

        using HttpResponseMessage pending = await api.ScreenAsync(Odd());
        string notice = await received.Reader.ReadAsync();

        Assert.That((string?)JsonNode.Parse(notice)!["decisionId"], Is.EqualTo((string?)(await RunningApi.ReadAsync(pending))["decisionId"]));
        Assert.That(notice, Does.Contain("anomaly.score").And.Not.Contain("1050"));
    }

    private static async Task DecideAsync(RunningApi api, string item, string reviewer)
    {
        Assert.That((await api.Client.PostAsync($"{item}/claim?reviewer={reviewer}", null)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.Client.PostAsJsonAsync($"{item}/decision", new Decide(reviewer, "benign", null))).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    private static async Task<JsonObject> ItemAsync(RunningApi api, string item) => JsonNode.Parse(await api.Client.GetStringAsync(item))!.AsObject();
}
