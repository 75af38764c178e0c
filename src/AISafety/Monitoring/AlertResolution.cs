namespace AISafety;

/// <summary>Why a condition counts as over.</summary>
public enum AlertResolution
{
    /// <summary>It does not: the alert is not <see cref="AlertState.Resolved"/>.</summary>
    None = 0,

    /// <summary>The monitor has looked, and found it gone often enough.</summary>
    Cleared = 1,

    /// <summary>Nobody has raised it for long. That is weaker: without calls nobody looks.</summary>
    Quiet = 2,
}
