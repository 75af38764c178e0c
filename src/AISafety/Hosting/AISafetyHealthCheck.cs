using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AISafety.Hosting;

/// <summary>Says how well the safe models of an application are. Never an input, and of exceptions only the type.</summary>
internal sealed class AISafetyHealthCheck(IServiceProvider services, SafetyRegistrations registrations, string? key) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ModelRegistration[] models = [.. registrations.Models.Where(model => key is null || model.Name == key)];
        if (models.Length == 0)
        {
            // Of nothing nobody can say that it is well.
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, $"There is no model{(key is null ? "" : $" '{key}'")}. {registrations.Describe()}"));
        }

        Dictionary<string, object> data = new(StringComparer.Ordinal);
        List<PartHealth> told = [];
        foreach (ModelRegistration model in models)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (PartHealth part in PartsOf(model))
            {
                PartHealth named = key is null ? part with { Part = $"{model.Name}/{part.Part}" } : part;
                data[named.Part] = $"{named.State}: {named.Reason}";
                told.Add(named);
            }
        }

        HealthState worst = told.Count == 0 ? HealthState.Healthy : told.Max(static part => part.State);
        HealthStatus status = worst switch
        {
            HealthState.Healthy => HealthStatus.Healthy,
            HealthState.Degraded => HealthStatus.Degraded,
            _ => context.Registration.FailureStatus,
        };
        string description = worst == HealthState.Healthy
            ? "All parts that say how they are work."
            : string.Join("; ", told.Where(part => part.State == worst).Select(static part => $"{part.Part}: {part.Reason}"));
        return Task.FromResult(new HealthCheckResult(status, description, null, data));
    }

    private IReadOnlyList<PartHealth> PartsOf(ModelRegistration model)
    {
        try
        {
            return model.Resolve(services).GetHealth().Parts;
        }
        catch (Exception exception)
        {
            return [new("model", HealthState.Unhealthy, $"It could not be asked: {exception.GetType().Name}.")];
        }
    }
}
