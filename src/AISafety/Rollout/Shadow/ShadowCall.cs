namespace AISafety.Rollout;

/// <summary>One call that the candidate is to be asked as well: copies that are its own. What else it holds is written under the runner's lock.</summary>
internal sealed class ShadowCall<TIn, TOut>(TIn input, TOut stable, CallId callId, double stableSeconds)
{
    public TIn Input => input;

    public TOut Stable => stable;

    public CallId CallId => callId;

    /// <summary>How long the model took.</summary>
    public double StableSeconds => stableSeconds;

    /// <summary>Its place in the order in which calls were queued.</summary>
    public long Sequence { get; set; }

    /// <summary>Whether it is decided what became of it.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether it was given up on.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Whether the thread that asks is in code of the candidate's or the comparison's, and not waiting for a task: then it is lost if the call is abandoned.</summary>
    public bool IsInside { get; set; } = true;

    /// <summary>Cancelled when the time budget is used up. Not disposed of: an abandoned candidate may still look at it.</summary>
    public CancellationTokenSource? Budget { get; set; }

    /// <summary>Completes when the call is given up on.</summary>
    public TaskCompletionSource? GivenUp { get; set; }
}
