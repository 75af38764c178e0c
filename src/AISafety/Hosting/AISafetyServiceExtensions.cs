using AISafety.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AISafety;

/// <summary>Adds safe models to an application.</summary>
public static class AISafetyServiceExtensions
{
    /// <summary>Adds what safe models need; go on with <see cref="SafetyServicesBuilder.AddModel"/>.</summary>
    /// <remarks>May be called more than once. Configuration and code may both be given: code goes last.</remarks>
    public static SafetyServicesBuilder AddAISafety(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        SafetyRegistrations registrations = SafetyRegistrations.Of(services);
        services.TryAddSingleton(provider => new SettingsSource(registrations, provider.GetService<IConfiguration>()));
        services.TryAddSingleton(provider => new HostedModels(provider.GetRequiredService<SettingsSource>(), provider.GetService<ILoggerFactory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SafetyHostedService>(provider => new(
            provider, registrations, provider.GetRequiredService<HostedModels>(), provider.GetService<TimeProvider>() ?? TimeProvider.System)));
        return new(registrations);
    }

    /// <summary>Adds what safe models need, with settings made in code.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Changes the settings. Runs at start and at each reload, after configuration was read.</param>
    public static SafetyServicesBuilder AddAISafety(this IServiceCollection services, Action<SafetySettings> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        SafetyServicesBuilder builder = AddAISafety(services);
        SafetyRegistrations.Of(services).Configure += configure;
        return builder;
    }

    /// <summary>Adds what safe models need, with settings from configuration, which may change while the application runs.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configurationPath">The section, such as <c>AISafety</c>. It must exist; a key in it that means nothing is refused at start, and so is a
    /// value that cannot be. A reload that is refused is logged, and the old settings stay.</param>
    public static SafetyServicesBuilder AddAISafety(this IServiceCollection services, string configurationPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configurationPath);
        SafetyServicesBuilder builder = AddAISafety(services);
        List<string> paths = SafetyRegistrations.Of(services).Paths;
        if (!paths.Contains(configurationPath, StringComparer.OrdinalIgnoreCase))
        {
            paths.Add(configurationPath);
        }

        return builder;
    }

    /// <summary>The safe model that was added under a key.</summary>
    /// <exception cref="InvalidOperationException">There is none with that key and these types; the message lists those that there are.</exception>
    public static SafeModel<TIn, TOut> GetSafeModel<TIn, TOut>(this IServiceProvider services, string key)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return services.GetKeyedService<SafeModel<TIn, TOut>>(key)
            ?? throw new InvalidOperationException(SafetyRegistrations.Missing<TIn, TOut>(key, services.GetService<SafetyRegistrations>()));
    }
}
