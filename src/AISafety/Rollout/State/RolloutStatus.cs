namespace AISafety.Rollout;

/// <summary>How far a rollout has come.</summary>
public enum RolloutStatus : byte
{
    /// <summary>The candidate answers its share, and is judged.</summary>
    Running = 0,

    /// <summary>The share stays as it is until a person resumes; the candidate is judged all the same, and rolled back if it is worse.</summary>
    Paused = 1,

    /// <summary>Drift was found, and the candidate's share is taken from it piece by piece.</summary>
    Draining = 2,

    /// <summary>The candidate answers all calls. It can still be rolled back.</summary>
    Promoted = 3,

    /// <summary>The stable version answers all calls. For another try, begin a rollout of another name.</summary>
    RolledBack = 4,

    /// <summary>This process does not know yet how the rollout stands, or is refused because its plan differs: the stable version answers all its calls. Never stored.</summary>
    Joining = 5,
}
