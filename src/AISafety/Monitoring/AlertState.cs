namespace AISafety;

/// <summary>What an alert says about its condition: docs/concepts/alerts.md.</summary>
public enum AlertState
{
    /// <summary>It has come up, or come up again.</summary>
    Raised = 0,

    /// <summary>It is still there, and worse than it was, or there is news of it.</summary>
    Updated = 1,

    /// <summary>It is still there, as bad as it was.</summary>
    Reminder = 2,

    /// <summary>It is over.</summary>
    Resolved = 3,
}
