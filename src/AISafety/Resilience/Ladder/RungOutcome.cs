namespace AISafety.Resilience;

/// <summary>What came of a call at the rung that it was given to.</summary>
internal enum RungOutcome : byte
{
    /// <summary>Nothing yet, or nothing that says anything of the rung.</summary>
    None = 0,

    /// <summary>It answered.</summary>
    Good,

    /// <summary>It answered, but took too long.</summary>
    Slow,

    /// <summary>It threw or answered null.</summary>
    Failed,

    /// <summary>It answered, and output guards blocked the answer.</summary>
    Blocked,
}
