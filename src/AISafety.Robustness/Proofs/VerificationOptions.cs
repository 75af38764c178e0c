namespace AISafety.Robustness;

/// <summary>How long and how <see cref="Verifier"/> searches. Immutable.</summary>
public sealed record VerificationOptions
{
    /// <summary>How long to search: more than 0; default 60 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many boxes or branches to bound at most: 1 or more; default no limit.</summary>
    public long MaxBranches { get; init; } = long.MaxValue;

    /// <summary>How many random starts an attack has that looks for a counterexample first: 0 or more; default 120.</summary>
    public int AttackStarts { get; init; } = 120;

    /// <summary>How many steps each start takes: 1 or more; default 60.</summary>
    public int AttackSteps { get; init; } = 60;

    /// <summary>Up to how many inputs boxes are halved; above it, a network of ReLUs is branched at them: 0 or more; default 12.</summary>
    public int MaxSplitInputs { get; init; } = 12;

    /// <summary>The seed of the attack's starts; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Check()
    {
        OptionCheck check = OptionCheck.OfArgument(nameof(VerificationOptions));
        check.Require(Timeout > TimeSpan.Zero, nameof(Timeout), Timeout, "more than 0");
        check.Require(MaxBranches >= 1, nameof(MaxBranches), MaxBranches, "1 or more");
        check.Require(AttackStarts >= 0, nameof(AttackStarts), AttackStarts, "0 or more");
        check.Require(AttackSteps >= 1, nameof(AttackSteps), AttackSteps, "1 or more");
        check.Require(MaxSplitInputs >= 0, nameof(MaxSplitInputs), MaxSplitInputs, "0 or more");
        check.Require(TimeProvider is not null, nameof(TimeProvider), "null", "a clock");
    }
}
