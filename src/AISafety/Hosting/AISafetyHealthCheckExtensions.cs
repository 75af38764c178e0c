using AISafety.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AISafety;

/// <summary>Adds health checks of safe models.</summary>
public static class AISafetyHealthCheckExtensions
{
    /// <summary>Adds a health check of the safe models that <see cref="SafetyServicesBuilder.AddModel"/> adds.</summary>
    /// <param name="builder">The builder, from <c>services.AddHealthChecks()</c>.</param>
    /// <param name="key">The key of one model, or null (default) for all of them. One that no model has ends the start of the host.</param>
    /// <param name="name">The check's name; null for <c>aisafety</c>, or <c>aisafety-</c> and the key.</param>
    /// <param name="failureStatus">What is reported when a part is <see cref="HealthState.Unhealthy"/>; null for <see cref="HealthStatus.Unhealthy"/>. What is degraded is reported as degraded.</param>
    /// <param name="tags">By which checks are chosen, such as <c>ready</c>; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> or <paramref name="name"/> is blank.</exception>
    public static IHealthChecksBuilder AddAISafety(
        this IHealthChecksBuilder builder, string? key = null, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RequireText(key, nameof(key));
        RequireText(name, nameof(name));
        SafetyRegistrations registrations = SafetyRegistrations.Of(builder.Services);
        if (key is not null)
        {
            registrations.Checked.Add(key);
        }

        return builder.Add(new(name ?? (key is null ? "aisafety" : $"aisafety-{key}"), services => new AISafetyHealthCheck(services, registrations, key), failureStatus, tags));
    }

    private static void RequireText(string? text, string parameter)
    {
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException("It is blank; expected a name, or null.", parameter);
        }
    }
}
