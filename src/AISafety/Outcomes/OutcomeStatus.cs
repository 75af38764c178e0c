namespace AISafety;

/// <summary>What became of a reported outcome.</summary>
public enum OutcomeStatus : byte
{
    /// <summary>The outcome is another safe model's or another process's: the call id is not of this one. Nothing was kept.</summary>
    ForeignCall = 0,

    /// <summary>The outcome was taken, and is joined with its call's row.</summary>
    Accepted = 1,

    /// <summary>Too many outcomes are waiting; report it again later.</summary>
    Busy = 2,
}
