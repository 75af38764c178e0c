namespace AISafety;

/// <summary>How bad an alert is, from 1 to 4.</summary>
public enum AlertSeverity
{
    /// <summary>No severity was given.</summary>
    None = 0,

    /// <summary>Worth knowing.</summary>
    Low = 1,

    /// <summary>Worth a look in working hours.</summary>
    Medium = 2,

    /// <summary>Needs a person soon.</summary>
    High = 3,

    /// <summary>Needs a person now.</summary>
    Critical = 4,
}
