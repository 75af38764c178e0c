using AISafety.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AISafety.Tests.Hosting;

[TestFixture]
public sealed class ServiceLifetimeTests
{
    private static async Task<SafetyBuildException?> BuildAsync(Action<IServiceCollection> register, Func<IServiceProvider, object?> take)
    {
        ServiceCollection services = Hosts.Services();
        register(services);
        services.AddAISafety().AddModel<int, string>("m", _ => Scripted.Model, (_, safety) => safety.AddInputGuard((provider, _) =>
        {
            take(provider);
            return Scripted.Input(Verdict.Allow);
        }));
        await using ServiceProvider built = services.BuildServiceProvider();
        try
        {
            built.GetSafeModel<int, string>("m");
            return null;
        }
        catch (SafetyBuildException exception)
        {
            return exception;
        }
    }

    [Test]
    public async Task Guard_takes_singletons_of_every_kind()
    {
        SafetyBuildException? exception = await BuildAsync(
            services => services.AddSingleton<Service>().AddKeyedSingleton<Service>("k").AddSingleton(typeof(Open<>)),
            provider => (provider.GetRequiredService<Service>(), provider.GetRequiredKeyedService<Service>("k"), provider.GetServices<Service>().Single(),
                provider.GetRequiredService<Open<int>>(), provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<IServiceProvider>()));

        Assert.That(exception, Is.Null);
    }

    [TestCase(ServiceLifetime.Scoped)]
    [TestCase(ServiceLifetime.Transient)]
    public async Task Guard_that_takes_a_shorter_lived_service_is_refused_and_told_what_to_do(ServiceLifetime lifetime)
    {
        Func<IServiceProvider, object?>[] ways =
        [
            provider => provider.GetService<Service>(),
            provider => provider.GetRequiredKeyedService<Service>("k"),
            provider => provider.GetServices<Service>(),
            provider => provider.GetService<Open<int>>(),
            provider => provider.GetRequiredService<IServiceProvider>().GetService<Service>(),
        ];
        foreach (Func<IServiceProvider, object?> take in ways)
        {
            SafetyBuildException? exception = await BuildAsync(
                services =>
                {
                    services.Add(new ServiceDescriptor(typeof(Service), typeof(Service), lifetime));
                    services.Add(new ServiceDescriptor(typeof(Service), "k", typeof(Service), lifetime));
                    services.Add(new ServiceDescriptor(typeof(Open<>), typeof(Open<>), lifetime));
                },
                take);

            Assert.That(exception?.Message, Does.StartWith("Model 'm' takes ").And.Contain($"registered as {lifetime}").And.Contain("IServiceScopeFactory"));
        }
    }

    [Test]
    public async Task The_registration_that_wins_decides()
    {
        Assert.That(await BuildAsync(services => services.AddScoped<Service>().AddSingleton<Service>(), provider => provider.GetService<Service>()), Is.Null);
        Assert.That(await BuildAsync(services => services.AddSingleton<Service>().AddScoped<Service>(), provider => provider.GetService<Service>()), Is.Not.Null);
    }

    [Test]
    public async Task Missing_service_and_missing_keyed_model_are_named()
    {
        SafetyBuildException? service = await BuildAsync(_ => { }, provider => provider.GetRequiredService<Service>());
        SafetyBuildException? model = await BuildAsync(_ => { }, provider => provider.GetRequiredKeyedService<IModel<int, string>>("rules"));

        Assert.That(service?.Message, Does.StartWith("Model 'm' takes ").And.Contain("Service, which is not registered"));
        Assert.That(model?.Message, Does.Contain("with the key 'rules', which is not registered. AddModel added: 'm' (IModel<Int32, String>)."));
    }

    [Test]
    public void Guard_that_takes_services_needs_AddModel() =>
        Assert.That(
            () => Scripted.Model.WithSafety(safety => safety.AddInputGuard((_, _) => Scripted.Input(Verdict.Allow))),
            Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("services.AddAISafety().AddModel(...)"));

    [Test]
    public async Task Every_part_may_take_services()
    {
        ServiceCollection services = Hosts.Services();
        services.AddSingleton<Service>();
        int taken = 0;
        services.AddAISafety().AddModel<int, string>("m", _ => Scripted.Model, (_, safety) => safety
            .AddAdmissionGuard((provider, _) => new Scripted.AdmissionGuard(Take(provider), (_, _) => new(Admission.Grant())))
            .AddInputGuard((provider, _) => Scripted.Input(Verdict.Block(Scripted.Reason), Take(provider)))
            .AddOutputGuard((provider, _) => Scripted.Output(Verdict.Allow, Take(provider)))
            .AddFallbackPolicy((provider, _) => Scripted.Fallback("f", Take(provider)))
            .AddMonitor((provider, _) => new Scripted.Monitor(Take(provider), (_, _) => { })));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That((await provider.GetSafeModel<int, string>("m").EvaluateAsync(1)).Output, Is.EqualTo("f"));
        Assert.That(taken, Is.EqualTo(5));

        string Take(IServiceProvider from)
        {
            Assert.That(from.GetRequiredService<Service>(), Is.Not.Null);
            return $"part-{++taken}";
        }
    }

    public sealed class Service;

    public sealed class Open<T>
    {
        public T? Value { get; init; }
    }
}
