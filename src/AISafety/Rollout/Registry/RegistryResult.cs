namespace AISafety.Rollout;

/// <summary>What became of a change to a registry.</summary>
public enum RegistryOutcome : byte
{
    /// <summary>It was made.</summary>
    Done = 0,

    /// <summary>Nothing had to be changed: it was so already.</summary>
    AlreadyDone = 1,

    /// <summary>Items of the checklist are not met.</summary>
    Unmet = 2,

    /// <summary>There is no such model.</summary>
    UnknownModel = 3,

    /// <summary>The model has no such version.</summary>
    UnknownVersion = 4,

    /// <summary>It is not allowed; the reason says why.</summary>
    Refused = 5,

    /// <summary>Somebody else changed the model meanwhile, or it is not of the revision that was expected. Nothing was changed.</summary>
    Conflict = 6,
}

/// <summary>What became of a change to a registry, and what is there now.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why, in one sentence for a person.</param>
/// <param name="Model">The model as it is now; null if there is none.</param>
public sealed record RegistryResult(RegistryOutcome Outcome, string Reason, RegisteredModel? Model)
{
    /// <summary>Whether what was wanted is so now.</summary>
    public bool IsDone => Outcome is RegistryOutcome.Done or RegistryOutcome.AlreadyDone;
}

/// <summary>What became of a promotion, and what is there now.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why, in one sentence for a person.</param>
/// <param name="Unmet">The items of the checklist that are not met; empty unless the outcome is <see cref="RegistryOutcome.Unmet"/>.</param>
/// <param name="Model">The model as it is now; null if there is none.</param>
public sealed record PromotionResult(RegistryOutcome Outcome, string Reason, IReadOnlyList<UnmetItem> Unmet, RegisteredModel? Model)
{
    /// <summary>Whether the version is in production now.</summary>
    public bool IsDone => Outcome is RegistryOutcome.Done or RegistryOutcome.AlreadyDone;
}
