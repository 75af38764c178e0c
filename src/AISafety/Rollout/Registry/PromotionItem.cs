namespace AISafety.Rollout;

/// <summary>One item of a checklist: met by a report, a person's sign-off, a file, or a check of your own.</summary>
public abstract class PromotionItem
{
    /// <summary>How old a report may be where nothing else is said: 90 days.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(90);

    private protected PromotionItem(string code, string title)
    {
        Code = Checked(RegistryCheck.NameFault(nameof(code), code), nameof(code), code);
        Title = Checked(RegistryCheck.TextFault(nameof(title), title, RegistryCheck.MostTextChars), nameof(title), title);
    }

    /// <summary>A short stable name, unique in a checklist, such as <c>privacy-review</c>. Sign-offs name it.</summary>
    public string Code { get; }

    /// <summary>What must be so, in words.</summary>
    public string Title { get; }

    /// <summary>Met by a report: the newest of its kind is there, is the file whose hash is registered, is not too old, and passed.</summary>
    /// <param name="code">The item's code.</param>
    /// <param name="title">What must be so, in words.</param>
    /// <param name="kind">The report's <see cref="ModelEvidence.Kind"/>.</param>
    /// <param name="maxAge">How old it may be; more than zero. Default: <see cref="DefaultMaxAge"/>.</param>
    public static PromotionItem Evidence(string code, string title, string kind, TimeSpan? maxAge = null) => new EvidenceItem(code, title, kind, maxAge ?? DefaultMaxAge);

    /// <summary>Met by a person who has signed the item's code off in a role, as long as the sign-off has not expired.</summary>
    /// <param name="code">The item's code.</param>
    /// <param name="title">What must be so, in words.</param>
    /// <param name="role">The role, compared without regard to case.</param>
    /// <param name="notByAuthor">Whether the person must be another than the version's author. Default false.</param>
    public static PromotionItem SignOff(string code, string title, string role, bool notByAuthor = false) => new SignOffItem(code, title, role, notByAuthor);

    /// <summary>Met by a check of your own.</summary>
    /// <param name="code">The item's code.</param>
    /// <param name="title">What must be so, in words.</param>
    /// <param name="findFault">Why it is not met, in one sentence; null if it is. What it throws counts as not met.</param>
    public static PromotionItem Own(string code, string title, Func<ModelVersion, CancellationToken, ValueTask<string?>> findFault) => new OwnItem(code, title, findFault);

    /// <summary><c>model-file</c>: the model's file has the hash that was registered.</summary>
    /// <param name="path">Where the file lies; null (default) for the registered <see cref="ModelVersion.Path"/>.</param>
    public static PromotionItem ModelFileHash(string? path = null) => new ModelFileItem(path);

    /// <summary><c>reference-profile</c>: a reference profile to watch drift by is registered, and its file, where its path is, can be read and has the registered hash.</summary>
    public static PromotionItem ReferenceProfile() => new ProfileItem();

    /// <summary><c>validation</c>: a report of kind <c>validation</c>, on data that took no part in the fitting.</summary>
    /// <param name="maxAge">How old it may be; null for <see cref="DefaultMaxAge"/>.</param>
    public static PromotionItem HeldOutValidation(TimeSpan? maxAge = null) => Evidence("validation", "Validated on data that took no part in the fitting", "validation", maxAge);

    /// <summary><c>fairness</c>: a report of kind <c>fairness</c>.</summary>
    /// <param name="maxAge">How old it may be; null for <see cref="DefaultMaxAge"/>.</param>
    public static PromotionItem FairnessReport(TimeSpan? maxAge = null) => Evidence("fairness", "Compared between the groups of people that it judges", "fairness", maxAge);

    /// <summary><c>robustness</c>: a report of kind <c>robustness</c>.</summary>
    /// <param name="maxAge">How old it may be; null for <see cref="DefaultMaxAge"/>.</param>
    public static PromotionItem RobustnessReport(TimeSpan? maxAge = null) => Evidence("robustness", "Attacked, and tried with disturbed inputs", "robustness", maxAge);

    /// <summary><c>documentation</c>: a report of kind <c>documentation</c>, such as a model card.</summary>
    /// <param name="maxAge">How old it may be; null for <see cref="DefaultMaxAge"/>.</param>
    public static PromotionItem Documentation(TimeSpan? maxAge = null) => Evidence("documentation", "Its purpose, data, limits and owner are written down", "documentation", maxAge);

    /// <summary><c>rollback-plan</c>: signed off that there is a way back and who takes it.</summary>
    /// <param name="role">Who signs; default <c>operations</c>.</param>
    public static PromotionItem RollBackPlan(string role = "operations") => SignOff("rollback-plan", "There is a way back that was tried, and people who take it", role);

    /// <summary><c>privacy-review</c>: signed off, not by the author, that the personal data that it was made of and is asked about may be used so.</summary>
    /// <param name="role">Who signs; default <c>privacy</c>.</param>
    public static PromotionItem PrivacyReview(string role = "privacy") => SignOff("privacy-review", "The personal data in it and around it may be used so", role, notByAuthor: true);

    /// <summary><c>monitoring</c>: signed off that drift, errors and latency are watched, and that alerts reach somebody.</summary>
    /// <param name="role">Who signs; default <c>operations</c>.</param>
    public static PromotionItem Monitoring(string role = "operations") => SignOff("monitoring", "It is watched, and alerts reach somebody", role);

    internal abstract ValueTask<UnmetItem?> CheckAsync(PromotionCase of, CancellationToken cancellationToken);

    private protected UnmetItem Unmet(UnmetReason reason, string detail) => new(Code, Title, reason, detail);

    private protected static string Checked(string? fault, string parameter, string value) => fault is null ? value : throw new ArgumentException($"{fault}.", parameter);
}
