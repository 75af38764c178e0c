using AISafety.Tests.Hosting;
using AISafety.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AISafety.Tests.Health;

[TestFixture]
public sealed class HealthCheckTests
{
    private static void Says(SafetyBuilder<int, string> safety, HealthState state, string name = "kill-switch") =>
        safety.AddAdmissionGuard(new Admission(name, state));

    private static async Task<HealthReport> CheckAsync(Action<IServiceCollection> configure)
    {
        ServiceCollection services = Hosts.Services();
        services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>));
        configure(services);
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        return await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    }

    private static void Add(IServiceCollection services, HealthState credit = HealthState.Healthy, HealthState fraud = HealthState.Healthy) => services.AddAISafety()
        .AddModel<int, string>("credit", _ => Scripted.Model, (_, safety) => Says(safety, credit))
        .AddModel<int, string>("fraud", _ => Scripted.Model, (_, safety) => Says(safety, fraud));

    [Test]
    public async Task All_models_are_checked_and_the_worst_part_counts()
    {
        HealthReport report = await CheckAsync(services =>
        {
            Add(services, fraud: HealthState.Unhealthy);
            services.AddHealthChecks().AddAISafety();
        });

        (string name, HealthReportEntry entry) = report.Entries.Single();
        Assert.That((name, entry.Status, entry.Description), Is.EqualTo(("aisafety", HealthStatus.Unhealthy, "fraud/kill-switch: It is so.")));
        Assert.That(entry.Data.Select(one => $"{one.Key}={one.Value}"), Is.EquivalentTo(new[] { "credit/kill-switch=Healthy: It is so.", "fraud/kill-switch=Unhealthy: It is so." }));
    }

    [Test]
    public async Task One_model_is_checked_by_its_key_with_name_and_tags()
    {
        HealthReport report = await CheckAsync(services =>
        {
            Add(services, fraud: HealthState.Unhealthy);
            services.AddHealthChecks().AddAISafety("credit", tags: ["ready"]).AddAISafety("fraud", name: "f");
        });

        Assert.That(report.Entries["aisafety-credit"].Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(report.Entries["aisafety-credit"].Tags, Is.EqualTo(new[] { "ready" }));
        Assert.That(report.Entries["aisafety-credit"].Data.Keys, Is.EqualTo(new[] { "kill-switch" }));
        Assert.That(report.Entries["f"].Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [TestCase(HealthState.Healthy, null, HealthStatus.Healthy)]
    [TestCase(HealthState.Degraded, null, HealthStatus.Degraded)]
    [TestCase(HealthState.Degraded, HealthStatus.Unhealthy, HealthStatus.Degraded)]
    [TestCase(HealthState.Unhealthy, null, HealthStatus.Unhealthy)]
    [TestCase(HealthState.Unhealthy, HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task Status_is_the_worst_state_with_the_failure_status_for_unhealthy(HealthState state, HealthStatus? failure, HealthStatus expected)
    {
        HealthReport report = await CheckAsync(services =>
        {
            Add(services, state);
            services.AddHealthChecks().AddAISafety(failureStatus: failure);
        });

        Assert.That(report.Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task Drift_degrades_and_never_more_and_says_no_input()
    {
        const int Secret = 770077;
        HealthReport? report = null;
        ServiceCollection services = Hosts.Services();
        services.AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>));
        services.AddAISafety().AddModel<int, string>("credit", _ => Scripted.Model, (_, safety) => safety
            .AddMonitor(new Scripted.Monitor("drift", (_, context) => context.Raise(new("drift.feature", $"{Secret} is far.", AlertSeverity.Critical)))));
        services.AddHealthChecks().AddAISafety();
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            SafeModel<int, string> safe = provider.GetSafeModel<int, string>("credit");
            await safe.EvaluateAsync(Secret);
            await safe.FlushAsync();
            report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        }

        HealthReportEntry entry = report.Entries["aisafety"];
        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(entry.Data["credit/drift"], Is.EqualTo("Degraded: There are open alerts, the worst critical: drift.feature."));
        Assert.That(string.Join(entry.Description, entry.Data.Values), Does.Not.Contain($"{Secret}"));
    }

    [Test]
    public async Task Model_that_cannot_be_built_is_unhealthy_by_the_type_of_what_was_thrown()
    {
        HealthReport report = await CheckAsync(services =>
        {
            services.AddAISafety().AddModel<int, string>("credit", _ => throw new IOException("secret"), static (_, _) => { });
            services.AddHealthChecks().AddAISafety();
        });

        Assert.That((report.Status, report.Entries["aisafety"].Description), Is.EqualTo((HealthStatus.Unhealthy, "credit/model: It could not be asked: SafetyBuildException.")));
    }

    [Test]
    public async Task Key_that_no_model_has_ends_the_start_and_without_a_host_is_unhealthy()
    {
        HealthReport report = await CheckAsync(services =>
        {
            Add(services);
            services.AddHealthChecks().AddAISafety("kredit");
        });
        Assert.That((report.Status, report.Entries.Single().Value.Description), Is.EqualTo((
            HealthStatus.Unhealthy, "There is no model 'kredit'. AddModel added: 'credit' (IModel<Int32, String>), 'fraud' (IModel<Int32, String>).")));

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddMetrics();
        Add(builder.Services);
        builder.Services.AddHealthChecks().AddAISafety("kredit");
        using IHost host = builder.Build();
        Assert.That(async () => await host.StartAsync(), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("AddAISafety(\"kredit\"): no model has that key."));
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    [Test]
    public async Task Without_a_model_nothing_is_well()
    {
        HealthReport report = await CheckAsync(static services =>
        {
            services.AddAISafety();
            services.AddHealthChecks().AddAISafety(failureStatus: HealthStatus.Degraded);
        });

        Assert.That((report.Status, report.Entries.Single().Value.Description), Is.EqualTo((HealthStatus.Degraded, "There is no model. No model was added: call AddModel on what AddAISafety returns.")));
    }

    [Test]
    public void Names_that_are_blank_are_refused()
    {
        IHealthChecksBuilder builder = new ServiceCollection().AddHealthChecks();

        Assert.That(() => builder.AddAISafety(" "), Throws.ArgumentException);
        Assert.That(() => builder.AddAISafety(name: ""), Throws.ArgumentException);
    }

    private sealed class Admission(string name, HealthState state) : IAdmissionGuard<int>, IReportsHealth
    {
        public string Name => name;

        public ValueTask<AISafety.Admission> AdmitAsync(int input, SafetyContext context) => new(AISafety.Admission.Grant());

        public void Completed(in CallSummary call)
        {
        }

        public PartHealth GetHealth() => new(name, state, "It is so.");
    }
}
