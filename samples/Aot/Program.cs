using System.Diagnostics;
using System.Globalization;
using AISafety;
using AISafety.Anomaly;
using Aot;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
builder.Configuration.AddJsonFile("appsettings.json");
builder.Services.AddAISafety("AISafety").AddModel<Applicant, Decision>("credit", _ => Model.FromDelegate<Applicant, Decision>(Score), (_, safety) => safety
    .UseFeatures(Applicant.Features)
    .AddInputValidation()
    .AddAnomalyDetection(Reference(), options: new() { Detector = AnomalyDetector.Mahalanobis })
    .AddConfidenceThreshold(decision => decision.Probability, minimum: 0.6)
    .AddFallback(applicant => new Decision(applicant.Income > 50_000, 1)));

using IHost host = builder.Build();
await host.StartAsync();
SafeModel<Applicant, Decision> model = host.Services.GetSafeModel<Applicant, Decision>("credit");
Applicant ordinary = new(44, 61_000, Employment.Employed, "house", new(2015, 5, 1));
foreach ((string what, Applicant applicant) in new[]
{
    ("an ordinary applicant", ordinary),
    ("one who is 7 years old", ordinary with { Age = 7 }),
    ("one who lives in a tent", ordinary with { Home = "tent" }),
    ("one about whom the model is not sure", ordinary with { Income = 42_000 }),
})
{
    SafetyResult<Decision> result = await model.EvaluateAsync(applicant);
    Console.WriteLine($"{what}: {result}");
}

TimeSpan sinceStart = DateTime.Now - Process.GetCurrentProcess().StartTime;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"methods compiled while it ran: {System.Runtime.JitInfo.GetCompiledMethodCount()}; from start of process to here {sinceStart.TotalMilliseconds:F0} ms"));
await host.StopAsync();

static Decision Score(Applicant applicant)
{
    double probability = 1 / (1 + Math.Exp(-(applicant.Income - 40_000) / 5_000));
    return new(probability >= 0.5, Math.Max(probability, 1 - probability));
}

static IEnumerable<Applicant> Reference()
{
    Random random = new(1);
    for (int i = 0; i < 1_000; i++)
    {
        yield return new(
            random.Next(18, 90), 20_000 + (80_000 * random.NextDouble()), (Employment)random.Next(3), random.Next(2) == 0 ? "flat" : "house", new DateOnly(2000, 1, 1).AddDays(random.Next(9_000)));
    }
}
