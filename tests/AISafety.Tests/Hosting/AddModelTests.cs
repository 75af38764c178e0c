using AISafety.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AISafety.Tests.Hosting;

[TestFixture]
public sealed class AddModelTests
{
    [Test]
    public async Task Model_is_resolved_by_its_key_guarded_whichever_type_is_asked_for()
    {
        ServiceCollection services = Hosts.Services();
        services.AddAISafety().AddModel("credit", Hosts.Echo, Hosts.Confident).AddModel<int, string>("other", _ => Scripted.Model, (_, _) => { });
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        SafeModel<double, double> safe = provider.GetRequiredKeyedService<SafeModel<double, double>>("credit");

        Assert.That(provider.GetRequiredKeyedService<IModel<double, double>>("credit"), Is.SameAs(safe));
        Assert.That(provider.GetSafeModel<double, double>("credit"), Is.SameAs(safe));
        Assert.That((await safe.EvaluateAsync(0.5)).Action, Is.EqualTo(SafetyAction.Block));
        Assert.That((await provider.GetSafeModel<int, string>("other").EvaluateAsync(1)).Output, Is.EqualTo("1"));
    }

    [Test]
    public async Task Provider_disposes_of_the_safe_model_and_then_of_the_model()
    {
        List<string> order = [];
        ServiceCollection services = Hosts.Services();
        services.AddAISafety().AddModel<int, string>("m", _ => new Disposed(order), (_, safety) => safety.AddMonitor(new Scripted.Monitor("watch", (_, _) => order.Add("monitor"))));
        ServiceProvider provider = services.BuildServiceProvider();
        SafeModel<int, string> safe = provider.GetSafeModel<int, string>("m");
        await safe.EvaluateAsync(1);

        await provider.DisposeAsync();

        Assert.That(order, Is.EqualTo(new[] { "monitor", "model" }));
        Assert.That(async () => await safe.EvaluateAsync(1), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Model_has_key_clock_logging_and_meter_of_the_application()
    {
        FakeLogCollector logged = new();
        ServiceCollection services = Hosts.Services(logged: logged);
        services.AddAISafety().AddModel("credit", Hosts.Echo, Hosts.Confident);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using Microsoft.Extensions.Diagnostics.Metrics.Testing.MetricCollector<long> calls =
            new(provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), "AISafety", "aisafety.calls");

        await provider.GetSafeModel<double, double>("credit").EvaluateAsync(0.5);

        Assert.That(logged.LatestRecord.Message, Does.StartWith("Model credit: call "));
        Assert.That(Watched.Texts(calls), Is.EqualTo(new[] { "action=block model=credit served_by=none: 1" }));
    }

    [Test]
    public void Key_that_is_taken_or_has_a_colon_is_refused()
    {
        AISafety.Hosting.SafetyServicesBuilder builder = Hosts.Services().AddAISafety().AddModel("credit", Hosts.Echo, Hosts.Confident);

        Assert.That(
            () => builder.AddModel<int, string>("credit", _ => Scripted.Model, (_, _) => { }),
            Throws.ArgumentException.With.Message.Contains("'credit' was added before, as IModel<Double, Double>"));
        Assert.That(() => builder.AddModel("a:b", Hosts.Echo, Hosts.Confident), Throws.ArgumentException.With.Message.Contains("'a:b' has a colon"));
    }

    [Test]
    public async Task Safe_model_that_does_not_exist_is_told_with_those_that_do()
    {
        ServiceCollection services = Hosts.Services();
        services.AddAISafety().AddModel("credit", Hosts.Echo, Hosts.Confident);
        await using ServiceProvider provider = services.BuildServiceProvider();
        await using ServiceProvider empty = new ServiceCollection().BuildServiceProvider();

        Assert.That(
            () => provider.GetSafeModel<double, double>("credti"),
            Throws.InstanceOf<InvalidOperationException>().With.Message.Contains("key 'credti'").And.Message.Contains("AddModel added: 'credit' (IModel<Double, Double>)."));
        Assert.That(() => empty.GetSafeModel<double, double>("credit"), Throws.InvalidOperationException.With.Message.Contains("AddAISafety was not called."));
    }

    [Test]
    public async Task Fault_in_the_description_names_the_model()
    {
        ServiceCollection services = Hosts.Services();
        services.AddAISafety()
            .AddModel<int, string>("null", _ => null!, (_, _) => { })
            .AddModel<int, string>("bad", _ => Scripted.Model, (_, safety) => safety.AddInputGuard(Scripted.Input(Verdict.Allow), new() { TimeBudget = TimeSpan.Zero }));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(() => provider.GetSafeModel<int, string>("null"), Throws.InstanceOf<SafetyBuildException>().With.Message.EqualTo("Model 'null': the function that makes the model returned null."));
        Assert.That(() => provider.GetSafeModel<int, string>("bad"), Throws.InstanceOf<SafetyBuildException>().With.Message.StartsWith("Model 'bad': Guard 'input': TimeBudget is 00:00:00"));
    }

    [Test]
    public async Task Models_that_are_made_with_each_other_are_refused_instead_of_waiting_for_ever()
    {
        ServiceCollection services = Hosts.Services();
        services.AddAISafety()
            .AddModel<int, string>("a", _ => Scripted.Model, (provider, safety) => safety.AddFallback(provider.GetSafeModel<int, string>("b")))
            .AddModel<int, string>("b", _ => Scripted.Model, (provider, safety) => safety.AddFallback(provider.GetSafeModel<int, string>("a")))
            .AddModel<int, string>("c", _ => Scripted.Model, (provider, safety) => safety.AddFallback(provider.GetSafeModel<int, string>("d")))
            .AddModel<int, string>("d", _ => Scripted.Model, (_, _) => { });
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(() => provider.GetSafeModel<int, string>("a"), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("it is made with itself: a -> b -> a."));
        Assert.That(provider.GetSafeModel<int, string>("c"), Is.Not.Null);
    }

    [Test]
    public async Task Function_that_throws_is_named_with_its_model()
    {
        ServiceCollection services = Hosts.Services();
        services.AddAISafety().AddModel<int, string>("m", _ => throw new FileNotFoundException("no model.onnx"), (_, _) => { });
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetSafeModel<int, string>("m"),
            Throws.InstanceOf<SafetyBuildException>().With.Message.EqualTo("Model 'm': the function that makes the model threw FileNotFoundException: no model.onnx")
                .And.InnerException.InstanceOf<FileNotFoundException>());
    }

    [Test]
    public async Task Keyed_service_with_a_wrong_key_is_told_with_those_that_there_are()
    {
        ServiceCollection services = Hosts.Services();
        services.AddAISafety().AddModel("credit", Hosts.Echo, Hosts.Confident);
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredKeyedService<SafeModel<double, double>>("credti"),
            Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("key 'credti'").And.Message.Contains("'credit' (IModel<Double, Double>)"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Configuration_decides_whether_exceptions_are_logged_whatever_the_code_says(bool wanted)
    {
        FakeLogCollector logged = new();
        ServiceCollection services = Hosts.Services(Hosts.Configuration(("AISafety:Models:m:LogExceptions", $"{wanted}")), logged);
        services.AddAISafety("AISafety").AddModel<int, string>("m", _ => Scripted.Model, (provider, safety) => safety
            .UseLogging(provider.GetRequiredService<ILoggerFactory>(), includeExceptions: !wanted)
            .AddInputGuard(Scripted.Input((_, _) => throw new InvalidOperationException())));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetSafeModel<int, string>("m").EvaluateAsync(1);

        Assert.That(logged.GetSnapshot().Single(record => record.Id.Id == 5).Exception is not null, Is.EqualTo(wanted));
    }

    [Test]
    public void UseName_beside_the_key_is_refused()
    {
        ServiceCollection services = Hosts.Services();
        services.AddAISafety().AddModel<int, string>("m", _ => Scripted.Model, (_, safety) => safety.UseName("n"));
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(() => provider.GetSafeModel<int, string>("m"), Throws.InvalidOperationException.With.Message.Contains("UseName"));
    }

    private sealed class Disposed(List<string> order) : IModel<int, string>, IDisposable
    {
        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken = default) => new("x");

        public void Dispose() => order.Add("model");
    }
}
