namespace AISafety.Rollout;

/// <summary>How a candidate is asked beside the model, and what is kept of it.</summary>
/// <typeparam name="TOut">What the models answer.</typeparam>
public sealed record ShadowOptions<TOut>
{
    /// <summary>The shadow's name in reports, alerts, metrics and health. Not blank, and one of its own for each shadow of a model; default <c>shadow</c>.</summary>
    public string Name { get; init; } = "shadow";

    /// <summary>The share of calls that are shadowed, 0 to 1; default 1. A call with a <see cref="CallInfo.Key"/> is chosen by its key, so that all calls of a key are shadowed or none is, in every process; one without by its number.</summary>
    public double Share { get; init; } = 1;

    /// <summary>How many calls wait for the candidate, each with a copy of its input and output; 1 to 65,536, default 256. What comes when that many wait is dropped and counted.</summary>
    public int QueueCapacity { get; init; } = 256;

    /// <summary>How many calls the candidate is asked at once, each on a thread of the shadow's own; 1 to 64, default 1.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How long the candidate may take; 1 millisecond to 1 hour, default 5 seconds. Then its token is cancelled and the call counts as timed out; if it has not come back after as long again, it is abandoned.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many abandoned calls may be out at once; 1 to 64, default 4. When so many have not come back, the shadow stops and raises <c>shadow.stopped</c>; it goes on when all of them have.</summary>
    public int MaxAbandoned { get; init; } = 4;

    /// <summary>How many disagreements are kept as examples, a uniform sample of all, in memory only; 0 to 10,000, default 20.</summary>
    public int Examples { get; init; } = 20;

    /// <summary>Whether examples keep the input, which may be personal data. Default false: call id and both outputs.</summary>
    public bool KeepInputs { get; init; }

    /// <summary>The probability that the interval of the disagreement rate ever misses it; more than 0, less than 1, default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Decides, with a call's key or number, which calls are shadowed, and which disagreements are kept; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How an output is copied, because the caller may write into it while it waits to be compared. Default null: arrays, and blocks of memory of numbers, characters, booleans and text, are copied; others are kept as they are, which is right for immutable ones.</summary>
    public Func<TOut, TOut>? CopyOutput { get; init; }

    /// <exception cref="SafetyBuildException">An option is out of range.</exception>
    internal void Check()
    {
        OptionCheck check = OptionCheck.OfBuilder("shadow", nameof(ShadowOptions<>));
        check.Require(!string.IsNullOrWhiteSpace(Name), nameof(Name), $"'{Name}'", "a short stable name in lower case");
        check.Require(Share is >= 0 and <= 1, nameof(Share), Share, "0 to 1");
        check.Range(nameof(QueueCapacity), QueueCapacity, 1, 1 << 16);
        check.Range(nameof(Concurrency), Concurrency, 1, 64);
        check.Range(nameof(TimeBudget), TimeBudget, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        check.Range(nameof(MaxAbandoned), MaxAbandoned, 1, 64);
        check.Range(nameof(Examples), Examples, 0, 10_000);
        check.Require(Alpha is > 0 and < 1, nameof(Alpha), Alpha, "more than 0 and less than 1");
    }
}
