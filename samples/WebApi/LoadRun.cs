using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using AISafety;

namespace WebApi;

/// <summary>What the guards cost an endpoint: the same load on the bare model and on the guarded one, in turns A B B A, over loopback.</summary>
internal static class LoadRun
{
    private const int Connections = 8;
    private const int Rounds = 6;

    public static async Task<int> RunAsync(double seconds)
    {
        await using WebApplication app = Api.Create(["--urls", "http://127.0.0.1:0", "--RateLimit:CallsPerMinute", "1000000000", "--Logging:LogLevel:Default", "Warning"]);
        IModel<Biopsy, Classification> bare = Api.LoadModel(app.Services);
        app.MapPost("/bare", async (Biopsy biopsy, HttpContext http) =>
        {
            Classification answer = await bare.PredictAsync(biopsy, http.RequestAborted);
            return TypedResults.Ok(new ScreeningAnswer("", answer.Label, answer.Probability, []));
        });
        await app.StartAsync();
        Uri address = new(app.Urls.First());
        byte[][] bodies = await AllowedAsync(app.Services.GetSafeModel<Biopsy, Classification>(Api.Screening));

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bodies.Length} inputs in turn, {Connections} connections, {Rounds} rounds A B B A of {seconds} s a turn, {Environment.ProcessorCount} cores shared by client and server"));
        await MeasureAsync(address, "/bare", bodies, seconds);
        await MeasureAsync(address, "/screenings", bodies, seconds);
        List<double> ratios = [];
        for (int round = 0; round < Rounds; round++)
        {
            double a = await MeasureAsync(address, "/bare", bodies, seconds);
            double b = await MeasureAsync(address, "/screenings", bodies, seconds) + await MeasureAsync(address, "/screenings", bodies, seconds);
            a += await MeasureAsync(address, "/bare", bodies, seconds);
            ratios.Add(b / a);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: bare {a / 2:N0}, guarded {b / 2:N0} requests a second, ratio {b / a:F3}"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"guarded to bare: least {ratios[0]:F3}, median {(ratios[Rounds / 2] + ratios[(Rounds - 1) / 2]) / 2:F3}, greatest {ratios[^1]:F3}"));
        await app.StopAsync();

        // Turns of less than a second say nothing.
        return seconds < 1 || (ratios[Rounds / 2] + ratios[(Rounds - 1) / 2]) / 2 >= 0.9 ? 0 : 1;
    }

    /// <summary>Inputs that the guards allow, so that both endpoints do the same work.</summary>
    private static async Task<byte[][]> AllowedAsync(SafeModel<Biopsy, Classification> model)
    {
        List<byte[]> bodies = [];
        foreach (Biopsy biopsy in Biopsies.Read())
        {
            if ((await model.EvaluateAsync(biopsy)).Action == SafetyAction.Allow)
            {
                bodies.Add(JsonSerializer.SerializeToUtf8Bytes(biopsy, JsonSerializerOptions.Web));
            }
        }

        return [.. bodies];
    }

    private static async Task<double> MeasureAsync(Uri address, string path, byte[][] bodies, double seconds)
    {
        long started = Stopwatch.GetTimestamp();
        int[] counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(() => AskAsync(connection))));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;

        async Task<int> AskAsync(int connection)
        {
            using SocketsHttpHandler handler = new() { MaxConnectionsPerServer = 1 };
            using HttpClient client = new(handler) { BaseAddress = address };
            int count = 0;
            for (; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; count++)
            {
                using ByteArrayContent content = new(bodies[(connection + (count * Connections)) % bodies.Length]);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using HttpResponseMessage response = await client.PostAsync(path, content);
                if ((int)response.StatusCode != StatusCodes.Status200OK)
                {
                    throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                }

                await response.Content.ReadAsByteArrayAsync();
            }

            return count;
        }
    }
}
