namespace AISafety.Robustness;

/// <summary>How a change of a row is measured.</summary>
public enum AttackNorm
{
    /// <summary>The greatest change of any value.</summary>
    LInfinity,

    /// <summary>The square root of the sum of squared changes.</summary>
    L2,
}
