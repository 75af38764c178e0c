namespace AISafety.Rollout;

/// <summary>The arms, as <see cref="ArmNote.Arm"/> and <see cref="Served{TOut}.By"/> name them.</summary>
internal static class ArmCode
{
    public const byte Stable = 1;
    public const byte Candidate = 2;
    public const string StableName = "stable";
    public const string CandidateName = "candidate";
}
