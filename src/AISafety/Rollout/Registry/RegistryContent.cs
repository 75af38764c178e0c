namespace AISafety.Rollout;

/// <summary>What every store does with the models that it holds.</summary>
internal static class RegistryContent
{
    /// <summary>A copy that nobody else can change: lists may be what the caller still writes into.</summary>
    /// <exception cref="ArgumentException">The model says what cannot be.</exception>
    public static RegisteredModel Own(RegisteredModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        RegisteredModel own = model with
        {
            Versions = [.. (model.Versions ?? []).Select(static version => version is null ? version! : version with
            {
                Schema = version.Schema is { Features: not null } schema ? schema with { Features = [.. schema.Features] } : version.Schema,
                Approvals = version.Approvals is null ? null! : [.. version.Approvals],
                Evidence = version.Evidence is null ? null! : [.. version.Evidence],
            })],
            History = model.History is null ? null! : [.. model.History],
        };
        return RegistryCheck.FaultOf(own) is { } fault ? throw new ArgumentException($"The model '{model.Name}' says what cannot be: {fault}.", nameof(model)) : own;
    }

    /// <summary>Replaces a model if the one that is there is of the revision before.</summary>
    public static bool TryReplace(Dictionary<string, RegisteredModel> models, RegisteredModel model)
    {
        long revision = models.TryGetValue(model.Name, out RegisteredModel? there) ? there.Revision : 0;
        if (model.Revision != revision + 1)
        {
            return false;
        }

        models[model.Name] = model;
        return true;
    }
}
