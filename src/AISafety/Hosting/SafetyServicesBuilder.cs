using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AISafety.Hosting;

/// <summary>Adds safe models to a service collection: what <c>services.AddAISafety(...)</c> returns.</summary>
public sealed class SafetyServicesBuilder
{
    private readonly SafetyRegistrations _registrations;

    internal SafetyServicesBuilder(SafetyRegistrations registrations) => _registrations = registrations;

    /// <summary>The service collection.</summary>
    public IServiceCollection Services => _registrations.Services;

    /// <summary>Adds a safe model, as keyed singletons <see cref="SafeModel{TIn, TOut}"/> and <see cref="IModel{TIn, TOut}"/>, both the same guarded instance.</summary>
    /// <param name="key">The key, which is also the model's name in metrics, logs and configuration. Not blank, and without a colon.</param>
    /// <param name="model">Makes the model that is to be guarded. The service provider disposes of it, after the safe model.</param>
    /// <param name="configure">Describes its guards, fallbacks and monitors. Its name, clock, logging and meter are set already.</param>
    /// <returns>The same builder, for the next model.</returns>
    /// <remarks>Both functions run once, when the host starts, or without a host when the model is first asked for. The service provider that they get gives singletons
    /// only, and says so where another service is asked for.</remarks>
    /// <exception cref="ArgumentException">The key is blank, has a colon, or was used before.</exception>
    public SafetyServicesBuilder AddModel<TIn, TOut>(
        string key,
        Func<IServiceProvider, IModel<TIn, TOut>> model,
        Action<IServiceProvider, SafetyBuilder<TIn, TOut>> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(configure);
        if (key.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The key '{key}' has a colon, which parts the keys of configuration; expected a name without one.", nameof(key));
        }

        _registrations.Add(new(key, typeof(TIn), typeof(TOut), services => services.GetRequiredKeyedService<SafeModel<TIn, TOut>>(key)));

        // A service of its own, so that the service provider disposes of it, after what was made later: the safe model.
        UnguardedKey unguarded = new(key);
        Services.AddKeyedSingleton(unguarded, (services, _) => Make(services, key, model));
        Services.AddKeyedSingleton(key, (services, _) => Build(services, key, unguarded, configure));
        Services.TryAddKeyedSingleton<SafeModel<TIn, TOut>>(KeyedService.AnyKey, (_, missing) =>
            throw new SafetyBuildException(SafetyRegistrations.Missing<TIn, TOut>(missing, _registrations)));
        Services.AddKeyedSingleton<IModel<TIn, TOut>>(key, (services, _) => services.GetRequiredKeyedService<SafeModel<TIn, TOut>>(key));
        return this;
    }

    private IModel<TIn, TOut> Make<TIn, TOut>(IServiceProvider services, string key, Func<IServiceProvider, IModel<TIn, TOut>> model)
    {
        try
        {
            return model(Checked(services, key)) ?? throw new SafetyBuildException($"Model '{key}': the function that makes the model returned null.");
        }
        catch (Exception exception) when (exception is not SafetyBuildException)
        {
            throw new SafetyBuildException($"Model '{key}': the function that makes the model threw {exception.GetType().Name}: {exception.Message}", exception);
        }
    }

    private SafeModel<TIn, TOut> Build<TIn, TOut>(
        IServiceProvider services, string key, UnguardedKey unguarded, Action<IServiceProvider, SafetyBuilder<TIn, TOut>> configure)
    {
        using ModelsInTheMaking making = ModelsInTheMaking.Begin(key);
        HostedModels models = services.GetRequiredService<HostedModels>();
        ModelSettings settings = models.SettingsOf(key);
        SafetyBuilder<TIn, TOut> builder = new(services.GetRequiredKeyedService<IModel<TIn, TOut>>(unguarded));
        SingletonServices singletons = Checked(services, key);
        builder.Host(key, singletons, services.GetService<TimeProvider>(), services.GetService<ILoggerFactory>(), services.GetService<IMeterFactory>());
        try
        {
            configure(singletons, builder);
            SafeModel<TIn, TOut> safe = builder.BuildHosted(settings);
            Keep(models, safe);
            return safe;
        }
        catch (SafetyBuildException exception) when (!exception.Message.StartsWith("Model '", StringComparison.Ordinal))
        {
            throw new SafetyBuildException($"Model '{key}': {exception.Message}", exception);
        }
    }

    private static void Keep<TIn, TOut>(HostedModels models, SafeModel<TIn, TOut> safe)
    {
        try
        {
            models.Add(safe);
        }
        catch
        {
            // Nobody will have this safe model to dispose of it.
            _ = safe.DisposeAsync().AsTask();
            throw;
        }
    }

    private SingletonServices Checked(IServiceProvider services, string key) => new(services, _registrations, $"Model '{key}'");

    /// <summary>The key of the model without its guards, which nobody else can have.</summary>
    private sealed class UnguardedKey(string key)
    {
        public override string ToString() => $"{key} (unguarded)";
    }
}
