namespace AISafety.Rollout;

/// <summary>The model of a registry that a rollout is of: <see cref="RolloutOptions.Registry"/>. The rollout asks the registry before it begins and before its last step, and moves the candidate there as it goes.</summary>
/// <param name="Registry">The registry. Not disposed of.</param>
/// <param name="Model">The model's name in it. Its versions are <see cref="RolloutOptions.StableVersion"/> and <see cref="RolloutOptions.CandidateVersion"/>.</param>
/// <param name="Checklist">What the candidate must meet before the last step.</param>
/// <remarks>
/// <list type="table">
/// <listheader><term>the rollout</term><description>the candidate, in the registry</description></listheader>
/// <item><term>begins</term><description>must be there and not rejected, the stable version in production; goes to staging</description></item>
/// <item><term>is promoted</term><description>goes to production by <see cref="ModelRegistryExtensions.PromoteAsync"/>, the stable version to the archive</description></item>
/// <item><term>is rolled back</term><description>leaves production by <see cref="ModelRegistryExtensions.RollBackAsync"/> if it was there; goes to the archive</description></item>
/// </list>
/// </remarks>
public sealed record RegistryLink(IModelRegistry Registry, string Model, PromotionChecklist Checklist)
{
    private const string Actor = "rollout";

    /// <exception cref="SafetyBuildException">A part is missing, or a name cannot be one of the registry.</exception>
    internal void Check(RolloutOptions options)
    {
        OptionCheck check = OptionCheck.OfBuilder("rollout", nameof(RegistryLink));
        check.Require(Registry is not null, nameof(Registry), "null", "a registry");
        check.Require(Checklist is not null, nameof(Checklist), "null", "a checklist");
        check.Require(RegistryCheck.NameFault(nameof(Model), Model) is null, nameof(Model), Model, "the name of a model in the registry");
        check.Require(RegistryCheck.NameFault(nameof(options.StableVersion), options.StableVersion) is null, nameof(options.StableVersion), options.StableVersion, "the name of a version in the registry");
        check.Require(RegistryCheck.NameFault(nameof(options.CandidateVersion), options.CandidateVersion) is null, nameof(options.CandidateVersion), options.CandidateVersion, "the name of a version in the registry");
    }

    /// <summary>Why the candidate may answer nobody; null if it may.</summary>
    internal async ValueTask<string?> FindObstacleAsync(RolloutOptions options, CancellationToken cancellationToken)
    {
        RegisteredModel? model = await Registry.FindAsync(Model, cancellationToken).ConfigureAwait(false);
        return model is null ? $"there is no model '{Model}' in the registry."
            : model.Find(options.CandidateVersion) is not { } candidate ? $"model '{Model}' has no version '{options.CandidateVersion}' in the registry."
            : candidate.Stage == ModelStage.Rejected ? $"version '{options.CandidateVersion}' of model '{Model}' was rejected in the registry."
            : model.Production?.Version is var live && live != options.StableVersion && live != options.CandidateVersion
                ? $"the registry has {(live is null ? "no version" : $"version '{live}'")} of model '{Model}' in production, not the stable version '{options.StableVersion}'."
            : null;
    }

    /// <summary>Why the candidate may not be promoted; null if it may.</summary>
    internal async ValueTask<string?> FindObjectionAsync(RolloutOptions options, CancellationToken cancellationToken)
    {
        if (await FindObstacleAsync(options, cancellationToken).ConfigureAwait(false) is { } obstacle)
        {
            return obstacle;
        }

        IReadOnlyList<UnmetItem> unmet = await Registry.CheckAsync(Model, options.CandidateVersion, Checklist, cancellationToken).ConfigureAwait(false);
        return unmet.Count == 0 ? null : $"The checklist is not met: {string.Join("; ", unmet.Select(static item => $"{item.Code} ({item.Detail.TrimEnd('.')})"))}.";
    }

    /// <summary>Has the registry say what has become of the candidate: once. By the reasons in its history it is known, after a restart too, what was said, so that nobody's later decision is undone.</summary>
    /// <returns>Why it does not; null if it does.</returns>
    internal async ValueTask<string?> FollowAsync(RolloutState state, CancellationToken cancellationToken)
    {
        string candidate = state.CandidateVersion;
        RegisteredModel? model = await Registry.FindAsync(Model, cancellationToken).ConfigureAwait(false);
        if (model?.Find(candidate) is not { } version)
        {
            return $"model '{Model}' has no version '{candidate}'.";
        }

        string told = $"Rollout '{state.Name}': {Word(state.Status)}";
        StageChange[] moves = [.. model.History.Where(move => move.Version == candidate)];
        if (Aim(state.Status, version.Stage) is not { } aim || Array.Exists(moves, move => move.Reason.StartsWith(told, StringComparison.Ordinal)))
        {
            // It is so, or it was so: what people, or another rollout, have made of it since is theirs.
            return null;
        }

        if (moves.Length > 0 && moves[^1].At > state.Since && !moves[^1].Reason.StartsWith($"Rollout '{state.Name}':", StringComparison.Ordinal))
        {
            return $"version '{candidate}' of model '{Model}' was moved to {version.Stage} by '{moves[^1].Actor}' since; nothing is done.";
        }

        RolloutEvent last = state.Events[^1];
        string actor = RegistryCheck.NameFault(nameof(actor), last.Actor) is null ? last.Actor : Actor;
        string reason = $"{told}, {last.Reason}.";
        reason = RegistryCheck.TextFault(nameof(reason), reason, RegistryCheck.MostTextChars) is null ? reason : $"{told}.";
        if (aim == ModelStage.Production)
        {
            PromotionResult promotion = await Registry.PromoteAsync(Model, candidate, actor, Checklist, reason, cancellationToken: cancellationToken).ConfigureAwait(false);
            return promotion.IsDone ? null : promotion.Reason;
        }

        return Fault(version.Stage == ModelStage.Production
            ? await Registry.RollBackAsync(Model, actor, reason, from: candidate, cancellationToken: cancellationToken).ConfigureAwait(false)
            : await Registry.MoveAsync(Model, candidate, aim, actor, reason, cancellationToken: cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Where the candidate belongs; null if it may stay where it is.</summary>
    private static ModelStage? Aim(RolloutStatus status, ModelStage stage) => (status, stage) switch
    {
        (RolloutStatus.Promoted, not ModelStage.Production) => ModelStage.Production,
        (RolloutStatus.RolledBack, ModelStage.Production or ModelStage.Registered or ModelStage.Staging) => ModelStage.Archived,
        (RolloutStatus.Running or RolloutStatus.Paused or RolloutStatus.Draining, ModelStage.Registered or ModelStage.Archived) => ModelStage.Staging,
        _ => null,
    };

    private static string Word(RolloutStatus status) => status switch
    {
        RolloutStatus.Promoted => "promoted",
        RolloutStatus.RolledBack => "rolled back",
        _ => "begun",
    };

    private static string? Fault(RegistryResult result) => result.IsDone ? null : result.Reason;
}
