using AISafety.Adversarial;

namespace AISafety.Robustness;

/// <summary>What a report is made of.</summary>
internal sealed record RobustnessReportParts(
    double Confidence,
    int Rows,
    RobustnessShare Clean,
    RobustnessPoint[] Attacks,
    RobustnessPoint[] Together,
    CertifiedCurve[] Certificates,
    DetectorRates[] Detectors,
    MaskingFinding[] Findings,
    MaskingCheckResult? Masking,
    RobustnessExample[] Examples,
    ImageShape? Shape);
