namespace AISafety.Rollout;

/// <summary>How far a version of a model has come.</summary>
public enum ModelStage : byte
{
    /// <summary>It is known, and nothing more.</summary>
    Registered = 0,

    /// <summary>It is being tried: in shadow, in a canary, on a staging system.</summary>
    Staging = 1,

    /// <summary>It answers. At most one version of a model is in production.</summary>
    Production = 2,

    /// <summary>It does not answer any more, and may come back.</summary>
    Archived = 3,

    /// <summary>It must not answer. For good: what is mended is a new version.</summary>
    Rejected = 4,
}
