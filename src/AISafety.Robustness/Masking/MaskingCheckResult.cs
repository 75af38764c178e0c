namespace AISafety.Robustness;

/// <summary>What <see cref="GradientMaskingCheck"/> found. No finding is no proof that gradients are right.</summary>
public sealed class MaskingCheckResult
{
    internal MaskingCheckResult(MaskingFinding[] findings, AttackResult[] attacks, double zeroGradients) =>
        (Findings, Attacks, ZeroGradients) = (Array.AsReadOnly(findings), Array.AsReadOnly(attacks), zeroGradients);

    /// <summary>What was found; empty if nothing was.</summary>
    public IReadOnlyList<MaskingFinding> Findings { get; }

    /// <summary>The attacks that were run, for a report.</summary>
    public IReadOnlyList<AttackResult> Attacks { get; }

    /// <summary>The share of rows that were answered rightly and whose gradient is exactly 0, or not finite: 0 to 1; NaN if no row was answered rightly.</summary>
    public double ZeroGradients { get; }
}
