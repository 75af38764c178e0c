namespace AISafety;

/// <summary>What is recorded of a call that a rollout routed.</summary>
internal struct ArmNote
{
    /// <summary>The hash of the key that the arm was chosen by; 0 if the call had none, and was drawn for itself.</summary>
    public ulong Cluster;

    /// <summary>When the arm was drawn, by the clock's time stamp.</summary>
    public long Started;

    /// <summary>The probability with which the candidate was drawn; NaN if the arm was not drawn, but given.</summary>
    public float Share;

    /// <summary>How long it took from <see cref="Started"/> until the arm ended, in microseconds.</summary>
    public float Microseconds;

    /// <summary>0: the call was not routed. 1: the stable version was asked. 2: the candidate.</summary>
    public byte Arm;

    /// <summary>Whether the arm ended before the call did.</summary>
    public bool HasEnded;

    /// <summary>Whether the arm failed, though a retry or another model may have answered.</summary>
    public bool HasFailed;
}
