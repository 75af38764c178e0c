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

    /// <summary>Whether a lower rung or the second model of a hedge answered in the model's place.</summary>
    public bool IsStandIn;
    public ArmNote Arm;
}
