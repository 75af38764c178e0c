using AISafety;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WebApi;

/// <summary>Asks the model itself, through its guards, and looks whether monitors keep up.</summary>
internal sealed class ModelHealth([FromKeyedServices(Api.Screening)] SafeModel<Biopsy, Classification> model) : IHealthCheck
{
    private static readonly Biopsy s_known = Biopsies.Read().First();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        SafetyResult<Classification> result = await model.EvaluateAsync(s_known, new(Caller: "health", User: null, Key: null, Purpose: "health"), cancellationToken);
        long dropped = model.GetMonitorStatistics().Sum(monitor => monitor.Dropped);
        return !result.HasOutput ? HealthCheckResult.Unhealthy($"A known input is refused: {string.Join(", ", result.Evidence.Select(evidence => evidence.Code))}.")
            : dropped > 0 ? HealthCheckResult.Degraded($"Monitors have missed {dropped} calls.")
            : HealthCheckResult.Healthy();
    }
}
