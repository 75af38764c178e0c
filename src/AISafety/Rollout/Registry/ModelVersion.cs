namespace AISafety.Rollout;

/// <summary>A version of a model, as a registry knows it. Immutable.</summary>
public sealed record ModelVersion
{
    /// <summary>The version's name, unique in its model, such as <c>2.1.0</c>; 1 to 200 characters.</summary>
    public required string Version { get; init; }

    /// <summary>The SHA-256 of the model's file: 64 lower-case hexadecimal digits, as <see cref="ModelFile.ComputeSha256"/> gives them.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The person, or pipeline, that made it; what "not the author" is judged by. 1 to 200 characters.</summary>
    public required string Author { get; init; }

    /// <summary>When it was registered, by the registry's clock.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>How far it has come.</summary>
    public ModelStage Stage { get; init; }

    /// <summary>Where the model's file lies: a path or an URI; null (default) if that is not said.</summary>
    public string? Path { get; init; }

    /// <summary>Where its reference profile lies; null (default) if that is not said.</summary>
    public string? ProfilePath { get; init; }

    /// <summary>The SHA-256 of its reference profile's file; null (default) if that is not said.</summary>
    public string? ProfileSha256 { get; init; }

    /// <summary>What features it reads; null (default) if that is not said.</summary>
    public ModelSchema? Schema { get; init; }

    /// <summary>Who has signed off what, in the order of their coming.</summary>
    public IReadOnlyList<ModelApproval> Approvals { get; init; } = [];

    /// <summary>The reports that there are, in the order of their coming.</summary>
    public IReadOnlyList<ModelEvidence> Evidence { get; init; } = [];
}

/// <summary>A version that is to be registered.</summary>
public sealed record NewModelVersion
{
    /// <summary>The model's name; 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <inheritdoc cref="ModelVersion.Version"/>
    public required string Version { get; init; }

    /// <summary>The SHA-256 of the model's file: 64 hexadecimal digits of either case.</summary>
    public required string Sha256 { get; init; }

    /// <inheritdoc cref="ModelVersion.Author"/>
    public required string Author { get; init; }

    /// <inheritdoc cref="ModelVersion.Path"/>
    public string? Path { get; init; }

    /// <inheritdoc cref="ModelVersion.ProfilePath"/>
    public string? ProfilePath { get; init; }

    /// <inheritdoc cref="ModelVersion.ProfileSha256"/>
    public string? ProfileSha256 { get; init; }

    /// <inheritdoc cref="ModelVersion.Schema"/>
    public ModelSchema? Schema { get; init; }
}

/// <summary>A person who has signed something off.</summary>
/// <param name="Person">Who; 1 to 200 characters.</param>
/// <param name="Role">In which role, such as <c>privacy</c>; compared without regard to case.</param>
/// <param name="Item">What: the code of an item of a checklist, such as <c>privacy-review</c>.</param>
/// <param name="At">When, by the registry's clock.</param>
/// <param name="ExpiresAt">Until when it holds: from this moment on it does not.</param>
public sealed record ModelApproval(string Person, string Role, string Item, DateTimeOffset At, DateTimeOffset ExpiresAt);

/// <summary>A report on a version.</summary>
/// <param name="Kind">What it is about, such as <c>validation</c>, <c>fairness</c>, <c>robustness</c>.</param>
/// <param name="Location">Where it lies: a path or an URI; 1 to 2,000 characters.</param>
/// <param name="Sha256">The SHA-256 of its file: 64 hexadecimal digits.</param>
/// <param name="Passed">Whether it says that the version is good enough.</param>
/// <param name="At">When it was made.</param>
public sealed record ModelEvidence(string Kind, string Location, string Sha256, bool Passed, DateTimeOffset At);

/// <summary>A change of a version's stage.</summary>
/// <param name="Version">The version.</param>
/// <param name="From">The stage before.</param>
/// <param name="To">The stage after.</param>
/// <param name="Actor">Who changed it.</param>
/// <param name="At">When, by the registry's clock.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsRollBack">Whether it was part of a rollback.</param>
public sealed record StageChange(string Version, ModelStage From, ModelStage To, string Actor, DateTimeOffset At, string Reason, bool IsRollBack = false);
