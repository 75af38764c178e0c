namespace AISafety;

/// <summary>What is recorded of a call besides its numbers.</summary>
internal struct RowHeader
{
    public ulong Number;
    public float Label;
    public SafetyAction Action;
    public byte ServedBy;
    public bool HasOutput;
    public ModelOutcome Model;

    /// <summary>Which arm of a rollout was asked; see <see cref="SafetyContext.Arm"/>.</summary>
    public byte Arm;
    public bool ArmFailed;

    /// <summary>The hash of the key that the arm was chosen by.</summary>
    public ulong Cluster;
}
