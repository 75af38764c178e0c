namespace AISafety.Rollout;

// Into production, and back.
public static partial class ModelRegistryExtensions
{
    /// <summary>Which items of a checklist a version does not meet now; empty if it may be promoted.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The model.</param>
    /// <param name="version">The version. One that is not there is an item of its own, <see cref="UnmetReason.UnknownVersion"/>.</param>
    /// <param name="checklist">The checklist.</param>
    /// <param name="cancellationToken">Cancels the reading of reports and files.</param>
    /// <exception cref="ArgumentException">A name is blank or too long.</exception>
    public static async ValueTask<IReadOnlyList<UnmetItem>> CheckAsync(
        this IModelRegistry registry, string name, string version, PromotionChecklist checklist, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(checklist);
        Require(RegistryCheck.NameFault(nameof(name), name), nameof(name));
        Require(RegistryCheck.NameFault(nameof(version), version), nameof(version));
        RegisteredModel? model = await registry.FindAsync(name, cancellationToken).ConfigureAwait(false);
        return model?.Find(version) is { } found
            ? await checklist.CheckAsync(model, found, registry.TimeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false)
            : [new("version", "The version is registered", UnmetReason.UnknownVersion, model is null ? $"There is no model '{name}'." : $"Model '{name}' has no version '{version}'.")];
    }

    /// <summary>Puts a version into production if it meets a checklist, and archives in the same step the one that was there.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="actor">Who promotes: a person, or a rollout.</param>
    /// <param name="checklist">The checklist.</param>
    /// <param name="reason">Why, for the history; 1 to 2,000 characters.</param>
    /// <param name="expectedRevision">The revision that the model must be of; null for any, as long as the version in production stays the same meanwhile.</param>
    /// <param name="cancellationToken">Cancels before the change is made.</param>
    /// <returns><see cref="RegistryOutcome.Unmet"/> with the items; <see cref="RegistryOutcome.Conflict"/> if another version went into production meanwhile: of two who promote different versions at once one is refused,
    /// and both find the same state.</returns>
    /// <exception cref="ArgumentException">A text is blank or too long.</exception>
    public static async ValueTask<PromotionResult> PromoteAsync(
        this IModelRegistry registry,
        string name,
        string version,
        string actor,
        PromotionChecklist checklist,
        string reason = "The checklist is met.",
        long? expectedRevision = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(checklist);
        RequireCause(name, actor, reason);
        Require(RegistryCheck.NameFault(nameof(version), version), nameof(version));
        RegisteredModel? model = null;
        string? before = null;
        for (int i = 0; i < MostTries; i++)
        {
            model = await registry.FindAsync(name, cancellationToken).ConfigureAwait(false);
            string? live = model?.Production?.Version;
            before = i == 0 ? live : before;
            if (FindObstacle(name, version, model, before, expectedRevision) is { } obstacle)
            {
                return obstacle;
            }

            ModelVersion found = model!.Find(version)!;
            DateTimeOffset now = registry.TimeProvider.GetUtcNow();
            IReadOnlyList<UnmetItem> unmet = await checklist.CheckAsync(model, found, now, cancellationToken).ConfigureAwait(false);
            if (unmet.Count > 0)
            {
                return new(RegistryOutcome.Unmet, $"Not met: {string.Join("; ", unmet.Select(static item => $"{item.Code} ({item.Detail.TrimEnd('.')})"))}.", unmet, model);
            }

            RegisteredModel next = model.Production is { } leaving ? Moved(model, leaving, ModelStage.Archived, actor, now, $"Version '{version}' takes its place.") : model;
            next = Moved(next, found, ModelStage.Production, actor, now, reason) with { Revision = model.Revision + 1 };
            if (await registry.TryReplaceAsync(next, cancellationToken).ConfigureAwait(false))
            {
                return new(RegistryOutcome.Done, $"Version '{version}' is in production.", [], next);
            }
        }

        return new(RegistryOutcome.Conflict, $"Model '{name}' was changed by others again and again; try later.", [], model);
    }

    /// <summary>Returns to the version that was in production before (<see cref="RegisteredModel.Previous"/>), and archives in the same step the one that is. No checklist: it was met when that version was promoted.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The model.</param>
    /// <param name="actor">Who rolls back: a person, or an alert.</param>
    /// <param name="reason">Why; 1 to 2,000 characters.</param>
    /// <param name="from">The version to leave. If another is in production by then, nothing is done: so two replicas that roll back on one alert go back one step and not two. Null (default) for whichever is there.</param>
    /// <param name="expectedRevision">The revision that the model must be of; null for any.</param>
    /// <param name="cancellationToken">Cancels before the change is made.</param>
    /// <returns><see cref="RegistryOutcome.Refused"/> if there is no version to return to; <see cref="RegistryOutcome.Conflict"/> if another version went into production meanwhile.</returns>
    /// <exception cref="ArgumentException">A text is blank or too long.</exception>
    public static ValueTask<RegistryResult> RollBackAsync(
        this IModelRegistry registry, string name, string actor, string reason, string? from = null, long? expectedRevision = null, CancellationToken cancellationToken = default)
    {
        RequireCause(name, actor, reason);
        string? before = from;
        return ChangeAsync(registry, name, expectedRevision, Go, cancellationToken);

        Change Go(RegisteredModel? model, DateTimeOffset now)
        {
            if (model is null)
            {
                return new(null, RegistryOutcome.UnknownModel, $"There is no model '{name}'.");
            }

            if (from is not null && model.Find(from) is null)
            {
                return new(null, RegistryOutcome.UnknownVersion, $"Model '{name}' has no version '{from}'.");
            }

            if (model.Production is not { } leaving)
            {
                return Refusal($"No version of '{name}' is in production; there is nothing to roll back.");
            }

            before ??= leaving.Version;
            if (leaving.Version != before)
            {
                return from is not null
                    ? Nothing($"Version '{from}' is not in production any more; '{leaving.Version}' is.")
                    : new(null, RegistryOutcome.Conflict, $"Meanwhile '{leaving.Version}' went into production in the place of '{before}'.");
            }

            if (model.Previous is not { } previous)
            {
                return Refusal($"No version of '{name}' was in production before '{leaving.Version}' that has not been rejected; there is nothing to return to.");
            }

            RegisteredModel next = Moved(model, leaving, ModelStage.Archived, actor, now, reason, isRollBack: true);
            return new(Moved(next, previous, ModelStage.Production, actor, now, reason, isRollBack: true), Reason: $"Version '{previous.Version}' is in production again.");
        }
    }

    /// <summary>What stands against a promotion before the checklist is looked at, or makes it needless.</summary>
    private static PromotionResult? FindObstacle(string name, string version, RegisteredModel? model, string? before, long? expectedRevision)
    {
        long revision = model?.Revision ?? 0;
        if (expectedRevision is { } expected && expected != revision)
        {
            return new(RegistryOutcome.Conflict, Stale(name, expected, revision), [], model);
        }

        if (model is null)
        {
            return new(RegistryOutcome.UnknownModel, $"There is no model '{name}'.", [], null);
        }

        if (model.Find(version) is not { } found)
        {
            return new(RegistryOutcome.UnknownVersion, $"Model '{name}' has no version '{version}'.", [], model);
        }

        if (found.Stage == ModelStage.Production)
        {
            return new(RegistryOutcome.AlreadyDone, $"Version '{version}' is in production already.", [], model);
        }

        string? live = model.Production?.Version;
        return found.Stage == ModelStage.Rejected ? new(RegistryOutcome.Refused, $"Version '{version}' was rejected, which is for good; register what is mended as a new version.", [], model)
            : live != before ? new(RegistryOutcome.Conflict, $"Meanwhile '{live}' went into production; look at it, and decide anew.", [], model)
            : null;
    }

    private static void RequireCause(string name, string actor, string reason)
    {
        Require(RegistryCheck.NameFault(nameof(name), name), nameof(name));
        Require(RegistryCheck.NameFault(nameof(actor), actor), nameof(actor));
        Require(RegistryCheck.TextFault(nameof(reason), reason, RegistryCheck.MostTextChars), nameof(reason));
    }
}
