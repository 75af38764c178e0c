namespace AISafety;

/// <summary>What a guard's failure (an exception, or a time budget exceeded) means for the call.</summary>
public enum FailurePolicy : byte
{
    /// <summary>The call is blocked.</summary>
    FailClosed = 0,

    /// <summary>The call goes on, flagged.</summary>
    FailOpen = 1,
}
