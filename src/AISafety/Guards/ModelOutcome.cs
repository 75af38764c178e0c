namespace AISafety;

/// <summary>What became of the model in a call.</summary>
public enum ModelOutcome : byte
{
    /// <summary>The call was stopped before the model was asked.</summary>
    NotCalled = 0,

    /// <summary>The model answered.</summary>
    Succeeded = 1,

    /// <summary>The model threw, or returned null.</summary>
    Failed = 2,

    /// <summary>The call stopped waiting for the model: the caller cancelled, or a guard beside it refused.</summary>
    Abandoned = 3,
}
