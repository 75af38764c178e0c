using Microsoft.Extensions.Hosting;

namespace AISafety.Hosting;

/// <summary>Builds every safe model when the host starts, so that faults show then, and hands what was recorded to the monitors when it has stopped.</summary>
internal sealed class SafetyHostedService(IServiceProvider services, SafetyRegistrations registrations, HostedModels models) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (ModelRegistration model in registrations.Models)
        {
            cancellationToken.ThrowIfCancellationRequested();
            model.Resolve(services);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After all other services have stopped, so that their last calls are seen too.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => models.FlushAsync(cancellationToken);
}
