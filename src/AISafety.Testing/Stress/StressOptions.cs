namespace AISafety.Testing;

/// <summary>How many calls a stress run makes, how many at once, what happens meanwhile, and what is looked at.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record StressOptions
{
    /// <summary>The defaults.</summary>
    public static StressOptions Default { get; } = new();

    /// <summary>How many calls. 1 to 100,000,000; default 10,000. Each takes 4 bytes for its latency while the run lasts.</summary>
    public int Calls { get; init; } = 10_000;

    /// <summary>How many calls run at once. 1 to 10,000; default 32.</summary>
    public int Concurrency { get; init; } = 32;

    /// <summary>How long a call may take. 1 ms to 1 hour; default 10 seconds. One that takes longer is over budget, and is not waited for: another begins in its place.</summary>
    /// <remarks>Looked for four times a budget, so that a call is given up within one and a quarter of it.</remarks>
    public TimeSpan CallBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Of the order of inputs: call n is given an input drawn by this and n. Null (default): call n is given input n, and from the first again after the last.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Who asks, by the call's number from 1; null (default) for nobody.</summary>
    public Func<long, CallInfo>? CallInfo { get; init; }

    /// <summary>What happens in the middle; default nothing.</summary>
    public IReadOnlyList<StressEvent> Events { get; init; } = [];

    /// <summary>Told now and then how far the run is, one at a time; null (default) for nobody.</summary>
    public Action<StressProgress>? OnProgress { get; init; }

    /// <summary>After how many calls <see cref="OnProgress"/> is told. 1 or more; default 10,000.</summary>
    public int ProgressEvery { get; init; } = 10_000;

    /// <summary>How often managed memory is measured, each time after a collection of garbage, which stops every call for some milliseconds. 0 for never, else 8 to 1,000; default 25.</summary>
    public int MemorySamples { get; init; } = 25;

    /// <summary>How much managed memory may grow, in bytes a call. 0 or more; default 8, less than any object takes.</summary>
    public double MemoryGrowthLimit { get; init; } = 8;

    /// <summary>The share of calls, from the first, in which memory may grow: pools fill, code is compiled. 0 to 0.5; default 0.2.</summary>
    public double MemoryWarmUp { get; init; } = 0.2;

    /// <summary>Whether a call that ends with an exception is a fault of the run. Default: true. A safe model without fallback rethrows what its model throws.</summary>
    public bool ExceptionsAreFaults { get; init; } = true;

    /// <summary>How long monitors have to take what is recorded, when all calls have ended. Zero to 1 day; default 10 seconds.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>By which calls are timed and given up. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Check()
    {
        OptionCheck check = OptionCheck.OfArgument(nameof(StressOptions));
        check.Range(nameof(Calls), Calls, 1, 100_000_000);
        check.Range(nameof(Concurrency), Concurrency, 1, 10_000);
        check.Range(nameof(CallBudget), CallBudget, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        check.Range(nameof(ProgressEvery), ProgressEvery, 1, int.MaxValue);
        check.Require(MemorySamples is 0 or >= 8 and <= 1_000, nameof(MemorySamples), MemorySamples, "0, or 8 to 1,000");
        check.Require(MemoryGrowthLimit >= 0, nameof(MemoryGrowthLimit), MemoryGrowthLimit, "0 or more");
        check.Range(nameof(MemoryWarmUp), MemoryWarmUp, 0, 0.5);
        check.Range(nameof(FlushTimeout), FlushTimeout, TimeSpan.Zero, TimeSpan.FromDays(1));
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Events);
        foreach (StressEvent one in Events)
        {
            ArgumentNullException.ThrowIfNull(one, nameof(Events));
            check.Require(one.AtCall >= 1 && one.AtCall <= Calls, $"{nameof(Events)}['{one.Name}'].{nameof(one.AtCall)}", one.AtCall, $"1 to {nameof(Calls)} ({Calls})");
        }
    }
}
