namespace AISafety.Rollout;

/// <summary>What a gate of a rollout compares.</summary>
public enum GateKind : byte
{
    /// <summary>How often an arm fails, or does not end.</summary>
    ErrorRate,

    /// <summary>How often an arm takes longer than a threshold, or gives no answer.</summary>
    Latency,

    /// <summary>How often output guards refuse an arm's answer.</summary>
    BlockRate,

    /// <summary>How far the distributions of a recorded number lie apart.</summary>
    OutputShift,

    /// <summary>How far one group's rate lies behind another's.</summary>
    FairnessGap,

    /// <summary>The mean of a recorded number.</summary>
    Metric,

    /// <summary>The mean loss against outcomes that were reported.</summary>
    Loss,
}
