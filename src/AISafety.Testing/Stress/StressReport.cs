namespace AISafety.Testing;

/// <summary>What came of a stress run.</summary>
/// <remarks>Immutable. Counts are taken where calls begin and, apart from that, where they end: that they agree is a finding.</remarks>
public sealed class StressReport
{
    internal StressReport()
    {
    }

    /// <summary>How many calls were begun.</summary>
    public required long Started { get; init; }

    /// <summary>How many calls ended or were given up: the sum of <see cref="Outcomes"/>.</summary>
    public long Ended => Outcomes.Sum(static outcome => outcome.Count);

    /// <summary>Every way in which calls ended, by kind and then by name.</summary>
    public required IReadOnlyList<StressOutcome> Outcomes { get; init; }

    /// <summary>How many calls took longer than their budget.</summary>
    public long OverBudget => Count(StressOutcomeKind.OverBudget);

    /// <summary>How many of those that were given up had not ended when the report was made.</summary>
    public required long StillRunning { get; init; }

    /// <summary>The numbers of up to 100 of these calls, in order.</summary>
    public required IReadOnlyList<long> StillRunningCalls { get; init; }

    /// <summary>How long calls took, in microseconds.</summary>
    public required StressLatency Latency { get; init; }

    /// <summary>How long the run lasted, from the first call's beginning to the last one's end.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How many exceptions of tasks nobody had looked at when they were collected. Of the whole process, not only of the calls.</summary>
    public required long UnobservedExceptions { get; init; }

    /// <summary>The first of them, 10 at most.</summary>
    public required IReadOnlyList<Exception> FirstUnobserved { get; init; }

    /// <summary>How managed memory went. Of the whole process.</summary>
    public required MemoryTrend Memory { get; init; }

    /// <summary>What became of the run's rows at each monitor; rows of before the run are left out.</summary>
    public required IReadOnlyList<MonitorStatistics> Monitors { get; init; }

    /// <summary>Whether every monitor had taken its rows when the report was made. One that is stuck never has.</summary>
    public required bool MonitorsFlushed { get; init; }

    /// <summary>The events in the order in which they ended, with what each threw.</summary>
    public required IReadOnlyList<StressEventResult> Events { get; init; }

    /// <summary>The options of the run.</summary>
    public required StressOptions Options { get; init; }

    /// <summary>What is wrong, in sentences; empty if every call ended with an output, a fallback or a refusal within its budget, as many came out as went in, nothing was left unobserved, and memory did not grow. Memory of which it is unclear whether
    /// it grew is no fault.</summary>
    public IReadOnlyList<string> Faults => [.. StressFaults.Of(this)];

    /// <summary>How many calls ended in a way, by whatever name.</summary>
    /// <param name="kind">The way.</param>
    public long Count(StressOutcomeKind kind) => Outcomes.Where(outcome => outcome.Kind == kind).Sum(static outcome => outcome.Count);

    /// <summary>How many calls ended in a way and by a name.</summary>
    /// <param name="kind">The way.</param>
    /// <param name="name">The name.</param>
    public long Count(StressOutcomeKind kind, string name) => Outcomes.Where(outcome => outcome.Kind == kind && outcome.Name == name).Sum(static outcome => outcome.Count);

    /// <summary>Everything as a text for a person.</summary>
    public override string ToString() => StressText.Of(this);
}
