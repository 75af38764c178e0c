namespace AISafety.Testing;

/// <summary>What a fault does.</summary>
public enum FaultKind
{
    /// <summary>The model is asked later.</summary>
    Latency = 0,

    /// <summary>The model is not asked, and the call throws.</summary>
    Exception = 1,

    /// <summary>The model is asked when the call's token is cancelled, or never.</summary>
    Hang = 2,

    /// <summary>The model's output is changed.</summary>
    WrongOutput = 3,

    /// <summary>The model's output becomes NaN.</summary>
    NaN = 4,

    /// <summary>Memory is held for a time, and the model is asked.</summary>
    Memory = 5,

    /// <summary>Something of the user's is done, and the model is asked.</summary>
    Behavior = 6,
}
