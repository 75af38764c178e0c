using AISafety.Review;
using AISafety.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Hosting;

[TestFixture]
public sealed class SettingsTests
{
    private const string Minimum = "AISafety:Models:credit:Guards:tunable:Minimum";

    private static ServiceProvider Build(IConfiguration? configuration, FakeLogCollector? logged = null)
    {
        ServiceCollection services = Hosts.Services(configuration, logged);
        services.AddAISafety("AISafety").AddModel("credit", Hosts.Echo, Hosts.Confident);
        return services.BuildServiceProvider();
    }

    private static async Task<SafetyAction> AskAsync(ServiceProvider provider, double input) =>
        (await provider.GetSafeModel<double, double>("credit").EvaluateAsync(input)).Action;

    private static string Refusal(params (string Key, string? Value)[] settings)
    {
        using ServiceProvider provider = Build(Hosts.Configuration(settings));
        OptionsValidationException? exception = Assert.Throws<OptionsValidationException>((Action)(() => provider.GetSafeModel<double, double>("credit")));
        return exception!.Message;
    }

    [Test]
    public async Task Configuration_goes_before_what_the_code_says()
    {
        await using ServiceProvider provider = Build(Hosts.Configuration((Minimum, "0.4")));

        Assert.That(await AskAsync(provider, 0.5), Is.EqualTo(SafetyAction.Allow));
        Assert.That(await AskAsync(provider, 0.3), Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public async Task Code_goes_before_configuration_where_it_changes_settings()
    {
        ServiceCollection services = Hosts.Services(Hosts.Configuration((Minimum, "0.4")));
        services.AddAISafety("AISafety").AddModel("credit", Hosts.Echo, Hosts.Confident);
        services.AddAISafety(settings => settings.Models["credit"].Guards["tunable"].Minimum = 0.2);
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(await AskAsync(provider, 0.3), Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task Reload_changes_thresholds_and_modes_and_keeps_what_was_learned()
    {
        IConfigurationRoot configuration = Hosts.Configuration((Minimum, "0.4"));
        FakeLogCollector logged = new();
        Hosts.TunableGuard guard = new();
        ServiceCollection services = Hosts.Services(configuration, logged);
        services.AddAISafety("AISafety").AddModel("credit", Hosts.Echo, (_, safety) => safety.AddOutputGuard(guard));
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.That(await AskAsync(provider, 0.5), Is.EqualTo(SafetyAction.Allow));

        configuration[Minimum] = "0.6";
        configuration.Reload();
        Assert.That(await AskAsync(provider, 0.5), Is.EqualTo(SafetyAction.Block));

        configuration["AISafety:Models:credit:Guards:tunable:Mode"] = "ReportOnly";
        configuration.Reload();
        Assert.That(await AskAsync(provider, 0.5), Is.EqualTo(SafetyAction.Allow));

        configuration["Other:Key"] = "changed";
        configuration.Reload();

        Assert.That(guard.Seen, Is.EqualTo(3));
        Assert.That(logged.GetSnapshot().Count(record => record.Id.Id == 11), Is.EqualTo(2));
    }

    [Test]
    public async Task Setting_that_is_taken_out_is_again_as_the_code_has_it()
    {
        IConfigurationRoot configuration = Hosts.Configuration((Minimum, "0.4"), ("AISafety:Models:credit:LogExceptions", "false"));
        await using ServiceProvider provider = Build(configuration);
        Assert.That(await AskAsync(provider, 0.5), Is.EqualTo(SafetyAction.Allow));

        configuration[Minimum] = null;
        configuration.Reload();

        Assert.That(await AskAsync(provider, 0.5), Is.EqualTo(SafetyAction.Block));
    }

    [TestCase(Minimum, "1.5", "AISafety:Models:credit:Guards:tunable:Minimum")]
    [TestCase(Minimum, "much", Minimum)]
    [TestCase("AISafety:Models:credit:Guards:tunable:AlarmRate", "0.1", "Guard 'tunable': AlarmRate is no setting of this guard")]
    [TestCase("AISafety:Models:credit:Guards:tunabel:Minimum", "0.5", "There is no guard called 'tunabel'. There are: tunable.")]
    public async Task Reload_that_is_refused_keeps_the_old_settings_and_says_which_key(string key, string value, string named)
    {
        IConfigurationRoot configuration = Hosts.Configuration((Minimum, "0.4"));
        FakeLogCollector logged = new();
        await using ServiceProvider provider = Build(configuration, logged);
        await AskAsync(provider, 0.5);

        configuration[key] = value;
        configuration.Reload();

        Assert.That(logged.LatestRecord.Id.Id, Is.EqualTo(12));
        Assert.That(logged.LatestRecord.Message, Does.Contain(named));
        Assert.That(await AskAsync(provider, 0.5), Is.EqualTo(SafetyAction.Allow));
    }

    [TestCase(Minimum, "1.5", "AISafety:Models:credit:Guards:tunable:Minimum must be between 0 and 1")]
    [TestCase(Minimum, "much", "'AISafety:Models:credit:Guards:tunable:Minimum'")]
    [TestCase("AISafety:Models:credit:Guards:tunable:Otherwise", "Blok", "'AISafety:Models:credit:Guards:tunable:Otherwise'")]
    [TestCase("AISafety:Models:credit:Guards:tunable:Minimun", "0.5", "AISafety:Models:credit:Guards:tunable:Minimun means nothing; expected Mode, OnFailure,")]
    [TestCase("AISafety:Model:credit", "0.5", "AISafety:Model means nothing; expected Models.")]
    [TestCase("AISafety:Models:credit:Recording:MaxBlokAge", "1", "AISafety:Models:credit:Recording:MaxBlokAge means nothing; expected MaxBlockAge,")]
    [TestCase("AISafety:Models:credit:Recording:DrainTimeout", "9.00:00:00", "AISafety:Models:credit:Recording:DrainTimeout is 9.00:00:00; expected zero to 1 day.")]
    [TestCase("AISafety:Models:credit:Guards:tunable:Mode", "7", "AISafety:Models:credit:Guards: Guard 'tunable': Mode is 7; expected Enforce or ReportOnly.")]
    [TestCase("AISafety:Models:credit:Guards:tunable:TimeBudget", "00:00:00", "AISafety:Models:credit:Guards: Guard 'tunable': TimeBudget is 00:00:00; expected more than zero and at most 49 days.")]
    [TestCase("AISafety:Models:credit:Guards:tunabel:Minimum", "0.5", "AISafety:Models:credit:Guards: There is no guard called 'tunabel'. There are: tunable.")]
    [TestCase("AISafety:Models:credti:Guards:tunable:Minimum", "0.5", "AISafety:Models:credti: no model has that key. AddModel added: 'credit' (IModel<Double, Double>).")]
    [TestCase("AISafety:Models:credit:Recording:QueueCapacity", "1", "AISafety:Models:credit:Recording:QueueCapacity must be between 2 and 1024")]
    [TestCase("Other:Key", "1", "Configuration has no section 'AISafety'")]
    public void Settings_that_cannot_be_are_refused_with_their_key(string key, string value, string named) =>
        Assert.That(Refusal((key, value)), Does.Contain(named));

    [Test]
    public async Task Fault_names_the_section_that_it_is_in()
    {
        ServiceCollection services = Hosts.Services(Hosts.Configuration(("A:Models:credit:Guards:tunable:Minimum", "3"), ("B:Models:other:LogExceptions", "true")));
        services.AddAISafety("A").AddModel("credit", Hosts.Echo, Hosts.Confident).AddModel("other", Hosts.Echo, Hosts.Confident);
        services.AddAISafety("B");
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetSafeModel<double, double>("credit"),
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("A:Models:credit:Guards:tunable:Minimum"));
    }

    [Test]
    public async Task Guard_that_two_models_share_cannot_have_settings_of_one()
    {
        Hosts.TunableGuard shared = new();
        ServiceCollection services = Hosts.Services(Hosts.Configuration((Minimum, "0.9")));
        services.AddAISafety("AISafety")
            .AddModel("credit", Hosts.Echo, (_, safety) => safety.AddOutputGuard(shared))
            .AddModel("other", Hosts.Echo, (_, safety) => safety.AddOutputGuard(shared));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(await AskAsync(provider, 0.8), Is.EqualTo(SafetyAction.Block));
        Assert.That(() => provider.GetSafeModel<double, double>("other"), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("one object in this model and in model 'credit'"));
        Assert.That(await AskAsync(provider, 0.8), Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public async Task Guard_that_is_refused_because_it_is_shared_keeps_the_first_models_threshold()
    {
        Hosts.TunableGuard shared = new();
        ServiceCollection services = Hosts.Services(Hosts.Configuration((Minimum, "0.9"), ("AISafety:Models:other:Guards:tunable:Minimum", "0.1")));
        services.AddAISafety("AISafety")
            .AddModel("credit", Hosts.Echo, (_, safety) => safety.AddOutputGuard(shared))
            .AddModel("other", Hosts.Echo, (_, safety) => safety.AddOutputGuard(shared));
        await using ServiceProvider provider = services.BuildServiceProvider();
        await AskAsync(provider, 0.8);

        Assert.That(() => provider.GetSafeModel<double, double>("other"), Throws.InstanceOf<SafetyBuildException>());
        Assert.That(await AskAsync(provider, 0.8), Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public async Task Reload_in_which_a_guard_throws_puts_all_back_and_can_be_repeated()
    {
        IConfigurationRoot configuration = Hosts.Configuration((Minimum, "0.4"), ("AISafety:Models:other:Guards:tunable:Minimum", "0.4"));
        Hosts.TunableGuard breaks = new();
        ServiceCollection services = Hosts.Services(configuration);
        services.AddAISafety("AISafety")
            .AddModel("credit", Hosts.Echo, Hosts.Confident)
            .AddModel("other", Hosts.Echo, (_, safety) => safety.AddOutputGuard(breaks));
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetSafeModel<double, double>("other");
        await AskAsync(provider, 0.5);

        breaks.Breaks = 1;
        configuration[Minimum] = "0.6";
        configuration["AISafety:Models:other:Guards:tunable:Minimum"] = "0.6";
        configuration.Reload();
        Assert.That(await AskAsync(provider, 0.5), Is.EqualTo(SafetyAction.Allow));

        configuration.Reload();
        Assert.That(await AskAsync(provider, 0.5), Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public async Task Path_without_configuration_is_refused()
    {
        await using ServiceProvider provider = Build(null);

        Assert.That(() => provider.GetSafeModel<double, double>("credit"), Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("no IConfiguration is registered"));
    }

    [Test]
    public void Host_does_not_start_with_settings_that_cannot_be()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>(Minimum, "1.5")]);
        builder.Services.AddAISafety("AISafety").AddModel("credit", Hosts.Echo, Hosts.Confident);
        using IHost host = builder.Build();

        Assert.That(() => host.StartAsync(), Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("tunable:Minimum"));
    }

    [Test]
    public void Host_does_not_start_with_a_model_that_cannot_be_built()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddAISafety().AddModel<int, string>("m", _ => Scripted.Model, (_, safety) => safety.AddInputValidation());
        using IHost host = builder.Build();

        Assert.That(() => host.StartAsync(), Throws.InstanceOf<SafetyBuildException>().With.Message.StartsWith("Model 'm': Guard 'input-validation'"));
    }

    [Test]
    public async Task Host_that_stops_hands_everything_to_the_monitors()
    {
        int seen = 0;
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddAISafety().AddModel<int, string>("m", _ => Scripted.Model, (_, safety) => safety
            .UseRecording(new() { MaxBlockAge = TimeSpan.FromDays(1) })
            .AddMonitor(new Scripted.Monitor("watch", (block, _) => seen += block.RowCount)));
        using IHost host = builder.Build();
        await host.StartAsync();
        for (int i = 0; i < 3; i++)
        {
            await host.Services.GetSafeModel<int, string>("m").EvaluateAsync(i);
        }

        await host.StopAsync();

        Assert.That(seen, Is.EqualTo(3));
    }

    [Test]
    public async Task Host_expires_reviews_that_nobody_looks_at()
    {
        FakeTimeProvider clock = new();
        InProcessReviewQueue<int, string> queue = new(new() { ItemTimeout = TimeSpan.FromMinutes(1) }, clock);
        int expired = 0;
        using IDisposable registration = queue.OnExpired(_ => expired++);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAISafety().AddModel<int, string>("m", _ => Scripted.Model, (_, safety) => safety
            .AddHumanReview(queue)
            .AddInputGuard(Scripted.Input(Verdict.Review(Scripted.Reason))));
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetSafeModel<int, string>("m").EvaluateAsync(1);

        clock.Advance(TimeSpan.FromSeconds(59));
        int early = expired;
        clock.Advance(TimeSpan.FromSeconds(6));
        await host.StopAsync();

        Assert.That((early, expired), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Recording_is_as_configuration_says()
    {
        ServiceCollection services = Hosts.Services(Hosts.Configuration(("AISafety:Models:m:Recording:MeasureLatency", "true")));
        bool measured = false;
        services.AddAISafety("AISafety").AddModel<int, string>("m", _ => Scripted.Model, (_, safety) =>
            safety.AddMonitor(new Scripted.Monitor("watch", (block, _) => measured = !block.Latency.IsEmpty)));
        await using ServiceProvider provider = services.BuildServiceProvider();
        SafeModel<int, string> safe = provider.GetSafeModel<int, string>("m");

        await safe.EvaluateAsync(1);
        await safe.FlushAsync();

        Assert.That(measured, Is.True);
    }
}
