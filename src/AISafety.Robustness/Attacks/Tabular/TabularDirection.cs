namespace AISafety.Robustness;

/// <summary>Which way an attacker can change a number.</summary>
public enum TabularDirection
{
    /// <summary>Up and down.</summary>
    Both,

    /// <summary>Only up, as an age.</summary>
    Up,

    /// <summary>Only down.</summary>
    Down,
}
