using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace WebApi.Tests;

/// <summary>The sample on a port of its own.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningApi(WebApplication app)
    {
        _app = app;
        Client = new() { BaseAddress = new(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningApi> StartAsync(params string[] settings)
    {
        WebApplication app = Api.Create(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", .. settings]);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>A row of the reference as JSON.</summary>
    public static JsonObject Row(int index) => JsonSerializer.SerializeToNode(Biopsies.Read().ElementAt(index), JsonSerializerOptions.Web)!.AsObject();

    public Task<HttpResponseMessage> ScreenAsync(JsonObject biopsy) => Client.PostAsync("/screenings", new StringContent(biopsy.ToJsonString(), null, "application/json"));

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

    public static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
