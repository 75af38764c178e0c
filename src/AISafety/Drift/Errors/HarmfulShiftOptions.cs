namespace AISafety;

/// <summary>How a harmful shift is detected.</summary>
public sealed record HarmfulShiftOptions
{
    /// <summary>The defaults.</summary>
    public static HarmfulShiftOptions Default { get; } = new();

    /// <summary>By how much the risk may exceed the reference's: 0 or more, less than 1. Default 0.05.</summary>
    public double Margin { get; init; } = 0.05;

    /// <summary>What is promised about false alarms: <see cref="DriftGuarantee.ArlTarget"/> (default) or <see cref="DriftGuarantee.LifetimeAlpha"/>.</summary>
    public DriftGuarantee Guarantee { get; init; }

    /// <summary>The least mean number of rows between false alarms, for <see cref="DriftGuarantee.ArlTarget"/>: 100 or more. Default 1,000,000.</summary>
    public double ArlTarget { get; init; } = 1_000_000;

    /// <summary>The probability of ever raising a false alarm, for <see cref="DriftGuarantee.LifetimeAlpha"/>: more than <see cref="ReferenceAlpha"/>, at most 0.5. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The probability that the reference's rows showed too little of its risk: more than 0, less than 0.5. A part of <see cref="Alpha"/>; what is promised of mean run lengths holds with one less this. Default 0.01.</summary>
    public double ReferenceAlpha { get; init; } = 0.01;

    /// <summary>After how many rows in a row without alarm, and with a mean risk within the limit, the alert is reported as over with each block, and so is over <see cref="Alerts.AlertOptions.ClearReports"/> blocks later:
    /// 1 to 10,000,000. Default 1,000.</summary>
    public int ClearRows { get; init; } = 1_000;

    internal double Evidence => Guarantee == DriftGuarantee.LifetimeAlpha ? 1 / (Alpha - ReferenceAlpha) : ArlTarget;

    /// <exception cref="SafetyBuildException">An option is out of its range.</exception>
    internal void Check(string user)
    {
        OptionCheck check = OptionCheck.OfBuilder(user, nameof(HarmfulShiftOptions));
        check.Require(Margin is >= 0 and < 1, nameof(Margin), Margin, "0 or more and less than 1");
        check.Require(Guarantee is DriftGuarantee.ArlTarget or DriftGuarantee.LifetimeAlpha, nameof(Guarantee), Guarantee, "ArlTarget or LifetimeAlpha");
        check.Require(ArlTarget >= 100 && double.IsFinite(ArlTarget), nameof(ArlTarget), ArlTarget, "100 or more");
        check.Require(ReferenceAlpha is > 0 and < 0.5, nameof(ReferenceAlpha), ReferenceAlpha, "more than 0 and less than 0.5");
        check.Require(Guarantee != DriftGuarantee.LifetimeAlpha || (Alpha > ReferenceAlpha && Alpha <= 0.5), nameof(Alpha), Alpha, "more than ReferenceAlpha and at most 0.5");
        check.Require(ClearRows is >= 1 and <= 10_000_000, nameof(ClearRows), ClearRows, "1 to 10,000,000");
    }
}
