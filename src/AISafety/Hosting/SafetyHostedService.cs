using Microsoft.Extensions.Hosting;

namespace AISafety.Hosting;

/// <summary>Builds every safe model when the host starts, so that faults show then; expires reviews while it runs; and hands what was recorded to the monitors when all else has stopped.</summary>
internal sealed class SafetyHostedService(IServiceProvider services, SafetyRegistrations registrations, HostedModels models, TimeProvider timeProvider) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan s_expiryPeriod = TimeSpan.FromSeconds(5);

    private ITimer? _expiry;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (ModelRegistration model in registrations.Models)
        {
            cancellationToken.ThrowIfCancellationRequested();
            model.Resolve(services);
        }

        if (registrations.Checked.Find(key => registrations.Find(key) is null) is { } unknown)
        {
            throw new SafetyBuildException($"AddHealthChecks().AddAISafety(\"{unknown}\"): no model has that key. {registrations.Describe()}");
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _expiry = timeProvider.CreateTimer(static state => ((HostedModels)state!).ExpireReviews(), models, s_expiryPeriod, s_expiryPeriod);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _expiry?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>After all other services have stopped, so that their last calls are seen too.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => models.FlushAsync(cancellationToken);

    public void Dispose() => _expiry?.Dispose();
}
