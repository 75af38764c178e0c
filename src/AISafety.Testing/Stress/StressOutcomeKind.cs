namespace AISafety.Testing;

/// <summary>How a call of a stress run ended.</summary>
public enum StressOutcomeKind
{
    /// <summary>With the model's output, perhaps flagged or replaced.</summary>
    Output = 0,

    /// <summary>With a fallback's answer.</summary>
    Fallback = 1,

    /// <summary>With a refusal.</summary>
    Refusal = 2,

    /// <summary>With an output or an answer that the run was told not to accept.</summary>
    Unacceptable = 3,

    /// <summary>With an exception.</summary>
    Exception = 4,

    /// <summary>Not within its budget, however it may have ended later.</summary>
    OverBudget = 5,
}
