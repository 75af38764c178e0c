using System.Globalization;

namespace AISafety.Rollout;

/// <summary>What may become of the versions in a registry: the same for every store.</summary>
/// <remarks>
/// <para>Each change reads the model, decides, and replaces it only if nobody else has changed it meanwhile; if somebody has, it reads again. With <c>expectedRevision</c> it is made only if the model is still of that
/// revision, which the caller has seen: else <see cref="RegistryOutcome.Conflict"/>.</para>
/// <para>A refusal is a result, not an exception. Blank or unreadable names are <see cref="ArgumentException"/>s; what a store throws comes out.</para>
/// </remarks>
public static partial class ModelRegistryExtensions
{
    // Each try that fails is a change that somebody else has made.
    private const int MostTries = 1000;

    // A report may come from a machine whose clock is a little ahead.
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Makes a version known. Registering the same again changes nothing.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="version">The version.</param>
    /// <param name="expectedRevision">The revision that the model must be of, 0 for a model that is not there yet; null for any.</param>
    /// <param name="cancellationToken">Cancels before the change is made.</param>
    /// <returns><see cref="RegistryOutcome.Refused"/> if a version of that name has another hash, author, profile or schema.</returns>
    /// <exception cref="ArgumentException">A field is blank, too long, or no SHA-256.</exception>
    public static ValueTask<RegistryResult> RegisterAsync(
        this IModelRegistry registry, NewModelVersion version, long? expectedRevision = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(version);
        ModelVersion added = new()
        {
            Version = version.Version,
            Sha256 = Lower(version.Sha256)!,
            Author = version.Author,
            RegisteredAt = registry.TimeProvider.GetUtcNow(),
            Path = version.Path,
            ProfilePath = version.ProfilePath,
            ProfileSha256 = Lower(version.ProfileSha256),
            Schema = version.Schema is { } schema ? schema with { Fingerprint = Lower(schema.Fingerprint)! } : null,
        };
        RegisteredModel alone = new() { Name = version.Name, Revision = 1, Versions = [added], History = [] };
        if (RegistryCheck.FaultOf(alone) is { } fault)
        {
            throw new ArgumentException($"{fault}.", nameof(version));
        }

        return ChangeAsync(registry, version.Name, expectedRevision, (model, _) => Add(model, alone, added), cancellationToken);
    }

    /// <summary>Adds a report on a version. Of several of a kind the newest counts.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="evidence">The report.</param>
    /// <param name="expectedRevision">The revision that the model must be of; null for any.</param>
    /// <param name="cancellationToken">Cancels before the change is made.</param>
    /// <returns><see cref="RegistryOutcome.Refused"/> if the report is from the future.</returns>
    /// <exception cref="ArgumentException">A field is blank, too long, or no SHA-256.</exception>
    public static ValueTask<RegistryResult> AddEvidenceAsync(
        this IModelRegistry registry, string name, string version, ModelEvidence evidence, long? expectedRevision = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ModelEvidence added = evidence with { Sha256 = Lower(evidence.Sha256)! };
        Require(RegistryCheck.FaultOf(added), nameof(evidence));
        return ChangeAsync(
            registry,
            name,
            version,
            expectedRevision,
            (model, found, now) => added.At > now + s_clockSkew ? Refusal($"The report is of {added.At:O}, which has not come yet; expected a time in the past.")
                : found.Evidence.Contains(added) ? Nothing("The report is there already.")
                : new(With(model, found with { Evidence = [.. found.Evidence, added] })),
            cancellationToken);
    }

    /// <summary>Has a person sign off an item of the checklist for a version.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="person">Who signs. That it is they must have been made sure of before.</param>
    /// <param name="role">In which role.</param>
    /// <param name="item">The code of the item, such as <c>privacy-review</c>. The registry knows no checklist, so a code that no item has is kept, and meets nothing.</param>
    /// <param name="expiresAt">From when on it does not hold any more; must be in the future.</param>
    /// <param name="expectedRevision">The revision that the model must be of; null for any.</param>
    /// <param name="cancellationToken">Cancels before the change is made.</param>
    /// <returns><see cref="RegistryOutcome.Refused"/> if the sign-off has expired already.</returns>
    /// <exception cref="ArgumentException">A name is blank or too long.</exception>
    public static ValueTask<RegistryResult> ApproveAsync(
        this IModelRegistry registry,
        string name,
        string version,
        string person,
        string role,
        string item,
        DateTimeOffset expiresAt,
        long? expectedRevision = null,
        CancellationToken cancellationToken = default)
    {
        Require(RegistryCheck.NameFault(nameof(person), person), nameof(person));
        Require(RegistryCheck.NameFault(nameof(role), role), nameof(role));
        Require(RegistryCheck.NameFault(nameof(item), item), nameof(item));
        return ChangeAsync(
            registry,
            name,
            version,
            expectedRevision,
            (model, found, now) => expiresAt <= now
                ? Refusal($"The sign-off has expired at {expiresAt:O}; expected a time in the future.")
                : new(With(model, found with { Approvals = [.. found.Approvals, new(person, role, item, now, expiresAt)] })),
            cancellationToken);
    }

    /// <summary>Moves a version to a stage other than production, which is reached by <see cref="PromoteAsync"/> and <see cref="RollBackAsync"/> alone.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="stage">Staging, archived or rejected.</param>
    /// <param name="actor">Who moves it.</param>
    /// <param name="reason">Why; 1 to 2,000 characters.</param>
    /// <param name="expectedRevision">The revision that the model must be of; null for any.</param>
    /// <param name="cancellationToken">Cancels before the change is made.</param>
    /// <returns><see cref="RegistryOutcome.Refused"/> for a version that is in production (promote another, or roll back) or rejected (that is for good), and for other stages.</returns>
    /// <exception cref="ArgumentException">A text is blank or too long.</exception>
    public static ValueTask<RegistryResult> MoveAsync(
        this IModelRegistry registry, string name, string version, ModelStage stage, string actor, string reason, long? expectedRevision = null, CancellationToken cancellationToken = default)
    {
        Require(RegistryCheck.NameFault(nameof(actor), actor), nameof(actor));
        Require(RegistryCheck.TextFault(nameof(reason), reason, RegistryCheck.MostTextChars), nameof(reason));
        return ChangeAsync(
            registry,
            name,
            version,
            expectedRevision,
            (model, found, now) => stage is not (ModelStage.Staging or ModelStage.Archived or ModelStage.Rejected)
                    ? Refusal($"A version cannot be moved to {stage}; expected {ModelStage.Staging}, {ModelStage.Archived} or {ModelStage.Rejected}.")
                : found.Stage == stage ? Nothing($"Version '{version}' is {stage} already.")
                : found.Stage == ModelStage.Production ? Refusal($"Version '{version}' is in production; promote another, or roll back, so that there is one that answers.")
                : found.Stage == ModelStage.Rejected ? Refusal($"Version '{version}' was rejected, which is for good; register what is mended as a new version.")
                : new(Moved(model, found, stage, actor, now, reason)),
            cancellationToken);
    }

    /// <summary>What a change comes to: the model after it, or why there is none.</summary>
    private readonly record struct Change(RegisteredModel? Next, RegistryOutcome Outcome = RegistryOutcome.Done, string Reason = "It was done.");

    private static Change Refusal(FormattableString reason) => new(null, RegistryOutcome.Refused, reason.ToString(CultureInfo.InvariantCulture));

    private static Change Nothing(string reason) => new(null, RegistryOutcome.AlreadyDone, reason);

    private static Change Add(RegisteredModel? model, RegisteredModel alone, ModelVersion added)
    {
        if (model?.Find(added.Version) is not { } found)
        {
            return new(model is null ? alone : model with { Versions = [.. model.Versions, added] });
        }

        string? differing = found.Sha256 != added.Sha256 ? "hash"
            : found.Author != added.Author ? "author"
            : found.Path != added.Path ? "path"
            : found.ProfilePath != added.ProfilePath || found.ProfileSha256 != added.ProfileSha256 ? "reference profile"
            : found.Schema != added.Schema ? "schema"
            : null;
        return differing is null
            ? Nothing($"Version '{added.Version}' is registered already.")
            : Refusal($"Version '{added.Version}' is registered with another {differing}; what differs needs another version.");
    }

    private static RegisteredModel With(RegisteredModel model, ModelVersion changed) =>
        model with { Versions = [.. model.Versions.Select(one => one.Version == changed.Version ? changed : one)] };

    private static RegisteredModel Moved(RegisteredModel model, ModelVersion version, ModelStage stage, string actor, DateTimeOffset now, string reason, bool isRollBack = false) =>
        With(model, version with { Stage = stage }) with { History = [.. model.History, new(version.Version, version.Stage, stage, actor, now, reason, isRollBack)] };

    private static ValueTask<RegistryResult> ChangeAsync(
        IModelRegistry registry,
        string name,
        string version,
        long? expectedRevision,
        Func<RegisteredModel, ModelVersion, DateTimeOffset, Change> change,
        CancellationToken cancellationToken)
    {
        Require(RegistryCheck.NameFault(nameof(version), version), nameof(version));
        return ChangeAsync(
            registry,
            name,
            expectedRevision,
            (model, now) => model is null ? new(null, RegistryOutcome.UnknownModel, $"There is no model '{name}'.")
                : model.Find(version) is not { } found ? new(null, RegistryOutcome.UnknownVersion, $"Model '{name}' has no version '{version}'.")
                : change(model, found, now),
            cancellationToken);
    }

    private static async ValueTask<RegistryResult> ChangeAsync(
        IModelRegistry registry, string name, long? expectedRevision, Func<RegisteredModel?, DateTimeOffset, Change> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registry);
        Require(RegistryCheck.NameFault(nameof(name), name), nameof(name));
        RegisteredModel? model = null;
        for (int i = 0; i < MostTries; i++)
        {
            model = await registry.FindAsync(name, cancellationToken).ConfigureAwait(false);
            long revision = model?.Revision ?? 0;
            if (expectedRevision is { } expected && expected != revision)
            {
                return new(RegistryOutcome.Conflict, Stale(name, expected, revision), model);
            }

            Change one = change(model, registry.TimeProvider.GetUtcNow());
            if (one.Next is not { } next)
            {
                return new(one.Outcome, one.Reason, model);
            }

            next = next with { Revision = revision + 1 };
            if (await registry.TryReplaceAsync(next, cancellationToken).ConfigureAwait(false))
            {
                return new(RegistryOutcome.Done, one.Reason, next);
            }
        }

        return new(RegistryOutcome.Conflict, $"Model '{name}' was changed by others again and again; try later.", model);
    }

    private static string Stale(string name, long expected, long found) =>
        string.Create(CultureInfo.InvariantCulture, $"Model '{name}' is of revision {found}; expected {expected}. Look at what has changed, and decide anew.");

    private static string? Lower(string? hash) => hash?.ToLowerInvariant();

    private static void Require(string? fault, string parameter)
    {
        if (fault is not null)
        {
            throw new ArgumentException($"{fault}.", parameter);
        }
    }
}
