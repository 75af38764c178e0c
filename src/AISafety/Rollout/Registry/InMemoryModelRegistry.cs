namespace AISafety.Rollout;

/// <summary>A registry in the memory of this process: for tests, and for processes that need no other. Thread-safe.</summary>
public sealed class InMemoryModelRegistry : IModelRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RegisteredModel> _models = new(StringComparer.Ordinal);

    /// <summary>Makes an empty registry.</summary>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    public InMemoryModelRegistry(TimeProvider? timeProvider = null) => TimeProvider = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public TimeProvider TimeProvider { get; }

    /// <inheritdoc/>
    public ValueTask<RegisteredModel?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_models.GetValueOrDefault(name));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new([.. _models.Keys.Order(StringComparer.Ordinal)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryReplaceAsync(RegisteredModel model, CancellationToken cancellationToken = default)
    {
        RegisteredModel own = RegistryContent.Own(model);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(RegistryContent.TryReplace(_models, own));
        }
    }
}
