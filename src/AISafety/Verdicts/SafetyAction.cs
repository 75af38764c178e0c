namespace AISafety;

/// <summary>What a guard asks for, from mild to severe. The zero value is no verdict at all, and is treated as <see cref="Block"/>.</summary>
public enum SafetyAction : byte
{
    /// <summary>No verdict was given: <c>default(Verdict)</c>. Enforced as <see cref="Block"/> with code <c>guard.no-verdict</c>.</summary>
    NotEvaluated = 0,

    /// <summary>Go on.</summary>
    Allow = 1,

    /// <summary>Go on, with evidence in the result.</summary>
    Flag = 2,

    /// <summary>Go on with a replacement for the input or output.</summary>
    Replace = 3,

    /// <summary>Stop and hand the call to a person; the fallback chain answers meanwhile.</summary>
    Review = 4,

    /// <summary>Stop; the fallback chain answers if it can.</summary>
    Block = 5,
}
