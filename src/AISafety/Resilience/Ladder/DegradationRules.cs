namespace AISafety.Resilience;

/// <summary>When a ladder moves down and up. Said as data, so that it can be read, tested, and shown to an auditor.</summary>
/// <remarks>
/// <para>Down: of the last <see cref="Window"/> calls at the rung, at least <see cref="MinimumCalls"/> of them, one of the three shares is reached. One rung at a time.</para>
/// <para>Up: the ladder has stood at the rung for its stay; then every <see cref="ProbeEvery"/>-th call is given to the rung above, and after <see cref="ProbesToMoveUp"/> good ones in a row the ladder
/// moves up by one.</para>
/// <para>Hysteresis: the stay is <see cref="StayAtLeast"/>, and doubles, up to <see cref="MaxStay"/>, each time that the ladder moves down within <see cref="RelapseWithin"/> after it had moved up.</para>
/// <para>Immutable: change a copy by <c>with</c>.</para>
/// </remarks>
public sealed record DegradationRules
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(365);

    /// <summary>The defaults.</summary>
    public static DegradationRules Default { get; } = new();

    /// <summary>Of how many calls at the rung the shares are, the last ones: 1 to 1,000,000; default 100.</summary>
    public int Window { get; init; } = 100;

    /// <summary>How many of them there must be before the rung is judged: 1 to <see cref="Window"/>; default 20.</summary>
    public int MinimumCalls { get; init; } = 20;

    /// <summary>The share of calls that failed (threw, timed out, answered null) from which the ladder moves down: more than 0, to 1; default 0.5; null for no such rule.</summary>
    public double? FailedShare { get; init; } = 0.5;

    /// <summary>How long a rung may take before its answer counts as slow: more than zero; null (default) for no such rule.</summary>
    public TimeSpan? SlowAfter { get; init; }

    /// <summary>The share of slow answers from which the ladder moves down: more than 0, to 1; default 0.5. Needs <see cref="SlowAfter"/>.</summary>
    public double SlowShare { get; init; } = 0.5;

    /// <summary>The share of answers that output guards block from which the ladder moves down: more than 0, to 1; default 0.5; null for no such rule.</summary>
    public double? BlockedShare { get; init; } = 0.5;

    /// <summary>How long the ladder stays at a lower rung before it tries the one above: zero to 365 days; default 1 minute.</summary>
    public TimeSpan StayAtLeast { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest that the stay grows to: <see cref="StayAtLeast"/> to 365 days; default 1 hour.</summary>
    public TimeSpan MaxStay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How soon after a move up a move down is a relapse, which doubles the stay: zero to 365 days; default 10 minutes.</summary>
    public TimeSpan RelapseWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Every how many calls one tries the rung above: 1 to 1,000,000; default 20.</summary>
    public int ProbeEvery { get; init; } = 20;

    /// <summary>How many such calls in a row must be good: 1 to 10,000; default 5. One that is not begins the count again.</summary>
    public int ProbesToMoveUp { get; init; } = 5;

    internal void Check()
    {
        OptionCheck check = OptionCheck.OfBuilder("AddDegradation", nameof(DegradationRules));
        check.Range(nameof(Window), Window, 1, 1_000_000);
        check.Range(nameof(MinimumCalls), MinimumCalls, 1, Window);
        Share(check, nameof(FailedShare), FailedShare);
        check.Require(SlowAfter is null || SlowAfter > TimeSpan.Zero, nameof(SlowAfter), SlowAfter, "more than zero");
        Share(check, nameof(SlowShare), SlowShare);
        Share(check, nameof(BlockedShare), BlockedShare);
        check.Range(nameof(StayAtLeast), StayAtLeast, TimeSpan.Zero, s_longest);
        check.Range(nameof(MaxStay), MaxStay, StayAtLeast, s_longest);
        check.Range(nameof(RelapseWithin), RelapseWithin, TimeSpan.Zero, s_longest);
        check.Range(nameof(ProbeEvery), ProbeEvery, 1, 1_000_000);
        check.Range(nameof(ProbesToMoveUp), ProbesToMoveUp, 1, 10_000);
    }

    private static void Share(OptionCheck check, string option, double? share) =>
        check.Require(share is null or (> 0 and <= 1), option, share, "more than 0, to 1");
}
