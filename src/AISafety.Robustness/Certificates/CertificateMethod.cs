namespace AISafety.Robustness;

/// <summary>How bounds are computed: each method is tighter than the one before, and slower.</summary>
public enum CertificateMethod
{
    /// <summary>Intervals forward (IBP): as fast as a few answers, and loose but for networks that were trained for them.</summary>
    Intervals,

    /// <summary>Linear bounds backward (CROWN). The default.</summary>
    Linear,

    /// <summary>Linear bounds whose slopes are searched for (alpha-CROWN), where plain ones do not do; networks of ReLUs only, others as <see cref="Linear"/>.</summary>
    OptimizedLinear,
}
