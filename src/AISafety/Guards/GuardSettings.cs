using System.ComponentModel.DataAnnotations;

namespace AISafety;

/// <summary>What may be changed of a guard while it runs, as from configuration. Null leaves a setting as the code has it.</summary>
/// <remarks>Not every guard has every setting: one that a guard does not have is refused, never passed over.</remarks>
public sealed class GuardSettings
{
    /// <summary>Whether verdicts are enforced, or only reported. Every guard has it.</summary>
    public GuardMode? Mode { get; set; }

    /// <summary>What it means when the guard throws or exceeds its time budget. Every guard has it.</summary>
    public FailurePolicy? OnFailure { get; set; }

    /// <summary>How long the guard may take: more than zero, at most 49 days. Every guard has it.</summary>
    public TimeSpan? TimeBudget { get; set; }

    /// <summary>What is done with what the guard objects to: Flag, Review or Block.</summary>
    public SafetyAction? Otherwise { get; set; }

    /// <summary>The least confidence that passes; 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double? Minimum { get; set; }

    /// <summary>The greatest share of reference-like calls that may be called anomalies, or another rate of alarms that was asked for; more than 0, at most 0.5.</summary>
    [Range(0.0, 0.5, MinimumIsExclusive = true)]
    public double? AlarmRate { get; set; }

    /// <summary>The rate of wrong answers that is tolerated; more than 0, less than 1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? ErrorRate { get; set; }

    internal bool SaysTheSameAs(GuardSettings other) =>
        (Mode, OnFailure, TimeBudget, Otherwise) == (other.Mode, other.OnFailure, other.TimeBudget, other.Otherwise)
        && (Minimum, AlarmRate, ErrorRate) == (other.Minimum, other.AlarmRate, other.ErrorRate);
}
