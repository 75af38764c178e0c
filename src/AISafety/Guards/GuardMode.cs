namespace AISafety;

/// <summary>Whether a guard's verdicts have effect.</summary>
public enum GuardMode : byte
{
    /// <summary>Verdicts are enforced.</summary>
    Enforce = 0,

    /// <summary>The call goes on whatever the guard says; what would have been done is in the result's evidence.</summary>
    ReportOnly = 1,
}
