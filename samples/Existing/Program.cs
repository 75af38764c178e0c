using AISafety;
using Existing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
builder.Services.AddSingleton<LoanDesk>();
builder.Services.AddAISafety().AddModel("credit", _ => new Scorecard(), (_, safety) => safety
    .UseFeatures(Applicant.Features)
    .AddInputValidation()
    .AddConfidenceThreshold(decision => decision.Probability, minimum: 0.7));

using IHost host = builder.Build();
await host.StartAsync();
LoanDesk desk = host.Services.GetRequiredService<LoanDesk>();
foreach (Applicant applicant in new Applicant[] { new(44, 61_000, "employed"), new(44, 41_000, "retired"), new(7, 61_000, "employed"), new(44, 61_000, "student") })
{
    Console.WriteLine($"{applicant}: {await desk.AskAsync(applicant)}");
}

await host.StopAsync();
