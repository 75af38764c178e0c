using Microsoft.Extensions.DependencyInjection;

namespace AISafety.Hosting;

/// <summary>A service provider that gives singletons only: what a safe model holds lives as long as it does, so that a scoped or transient service in it would outlive its scope.</summary>
internal sealed class SingletonServices(IServiceProvider inner, SafetyRegistrations registrations, string owner)
    : IServiceProvider, IKeyedServiceProvider, ISupportRequiredService
{
    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceType == typeof(IServiceProvider))
        {
            return this;
        }

        Check(serviceType, null);
        return inner.GetService(serviceType);
    }

    public object GetRequiredService(Type serviceType) => GetService(serviceType)
        ?? throw new SafetyBuildException($"{owner} takes {serviceType}, which is not registered. Add it to the service collection.");

    public object? GetKeyedService(Type serviceType, object? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        Check(serviceType, serviceKey);
        return (inner as IKeyedServiceProvider)?.GetKeyedService(serviceType, serviceKey);
    }

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => GetKeyedService(serviceType, serviceKey)
        ?? throw new SafetyBuildException($"{owner} takes {serviceType} with the key '{serviceKey}', which is not registered. {registrations.Describe()}");

    private void Check(Type type, object? key)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        {
            foreach (ServiceDescriptor one in Descriptors(type.GenericTypeArguments[0], key))
            {
                Require(one, type);
            }
        }
        else if ((Descriptors(type, key).LastOrDefault(one => one.ServiceType == type) ?? Descriptors(type, key).LastOrDefault()) is { } descriptor)
        {
            // A closed registration goes before an open one, wherever they stand.
            Require(descriptor, type);
        }
    }

    private IEnumerable<ServiceDescriptor> Descriptors(Type type, object? key)
    {
        Type? definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return registrations.Services.Where(one =>
            (one.ServiceType == type || one.ServiceType == definition)
            && one.IsKeyedService == key is not null
            && (key is null || Equals(one.ServiceKey, key) || one.ServiceKey == KeyedService.AnyKey));
    }

    private void Require(ServiceDescriptor descriptor, Type type)
    {
        if (descriptor.Lifetime != ServiceLifetime.Singleton)
        {
            throw new SafetyBuildException(
                $"{owner} takes {type}, which is registered as {descriptor.Lifetime}. What a safe model holds lives as long as the application, so it may take singletons only: "
                + "register it as one, or take IServiceScopeFactory and open a scope in each call.");
        }
    }
}
