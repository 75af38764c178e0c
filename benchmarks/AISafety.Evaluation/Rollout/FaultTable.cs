using System.Text.Json.Nodes;
using AISafety.Rollout;
using AISafety.Telemetry;
using AISafety.Testing;

namespace AISafety.Evaluation.Rollout;

/// <summary>What came of a fault trial.</summary>
/// <param name="Report">What the calls' side has counted.</param>
/// <param name="Model">The model, which has been disposed of.</param>
/// <param name="Counts">What its parts have counted.</param>
/// <param name="Monitors">Its monitors' rows after disposal.</param>
/// <param name="Seed">The trial's seed.</param>
/// <param name="Concurrency">How many calls ran at once.</param>
internal sealed record FaultTrialResult(StressReport Report, TrialModel Model, TrialCounts Counts, IReadOnlyList<MonitorStatistics> Monitors, int Seed, int Concurrency);

/// <summary>The rows of a fault trial, and what is wrong with it.</summary>
internal static class FaultTable
{
    public static IEnumerable<JsonNode> Rows(FaultTrialResult result)
    {
        StressReport report = result.Report;
        foreach (StressOutcome outcome in report.Outcomes)
        {
            yield return new JsonObject { ["table"] = "faults: how calls ended", ["outcome"] = outcome.Kind.ToString(), ["by"] = outcome.Name, ["calls"] = outcome.Count, ["share"] = (double)outcome.Count / report.Started };
        }

        foreach (TrialArm arm in result.Model.Arms)
        {
            foreach ((FaultCount fault, long attempts) in arm.Faults)
            {
                yield return new JsonObject { ["table"] = "faults: injected", ["arm"] = arm.Name, ["fault"] = fault.Name, ["share"] = fault.Share, ["attempts"] = attempts, ["injected"] = fault.Injected };
            }
        }

        foreach ((string guard, string code, long count) in result.Counts.Of(SafetyTelemetry.AdmissionDenied))
        {
            yield return new JsonObject { ["table"] = "faults: denied", ["guard"] = guard, ["code"] = code, ["calls"] = count };
        }

        foreach ((string state, string reason, long count) in result.Counts.Of(SafetyTelemetry.CircuitTransitions))
        {
            yield return new JsonObject { ["table"] = "faults: transitions of the circuit", ["to"] = state, ["reason"] = reason, ["transitions"] = count };
        }

        foreach ((string strategy, string what, long count) in result.Counts.Of(SafetyTelemetry.ResilienceEvents))
        {
            yield return new JsonObject { ["table"] = "faults: strategies", ["strategy"] = strategy, ["event"] = what, ["times"] = count };
        }

        yield return new JsonObject
        {
            ["table"] = "faults: the rollback",
            ["status"] = result.Model.Safe.Rollout!.State.Status.ToString(),
            ["attempts at the candidate, of calls begun before"] = result.Model.CandidateBefore,
            ["of calls begun after"] = result.Model.CandidateAfter,
            ["outputs of the candidate"] = report.Count(StressOutcomeKind.Output, "candidate"),
        };
        foreach (MonitorStatistics monitor in result.Monitors)
        {
            yield return new JsonObject
            {
                ["table"] = "faults: monitors",
                ["monitor"] = monitor.Monitor,
                ["recorded"] = monitor.Recorded,
                ["observed"] = monitor.Observed,
                ["dropped"] = monitor.Dropped,
                ["observed + dropped = recorded"] = monitor.Observed + monitor.Dropped == monitor.Recorded,
            };
        }

        yield return new JsonObject
        {
            ["table"] = "faults: the books",
            ["seed"] = result.Seed,
            ["concurrency"] = result.Concurrency,
            ["in"] = report.Started,
            ["out"] = report.Ended,
            ["budget s"] = report.Options.CallBudget.TotalSeconds,
            ["over budget"] = report.OverBudget,
            ["share over budget"] = (double)report.OverBudget / report.Started,
            ["refused by the kill switch"] = result.Counts.Of(SafetyTelemetry.AdmissionDenied, "kill-switch"),
            ["seconds"] = Math.Round(report.Elapsed.TotalSeconds, 1),
            ["median us"] = Math.Round(report.Latency.Median, 1),
            ["p99.9 us"] = Math.Round(report.Latency.P999),
            ["most us"] = Math.Round(report.Latency.Max),
            ["unobserved exceptions"] = report.UnobservedExceptions,
            ["bytes a call"] = Number(report.Memory.BytesPerCall),
            ["bytes a call, 95 %"] = new JsonArray(Number(report.Memory.Interval.Lower), Number(report.Memory.Interval.Upper)),
            ["memory"] = report.Memory.Verdict.ToString(),
            ["wrong"] = new JsonArray([.. report.Faults.Concat(Wrong(result)).Select(static fault => JsonValue.Create(fault))]),
        };
    }

    /// <summary>What is wrong beyond what any stress run looks at.</summary>
    private static IEnumerable<string> Wrong(FaultTrialResult result)
    {
        StressReport report = result.Report;
        TrialModel model = result.Model;
        long outputs = report.Count(StressOutcomeKind.Output);
        long untouched = model.Arms.Sum(static arm => arm.Untouched);
        if (outputs != untouched)
        {
            yield return $"{outputs} outputs, but {untouched} attempts on which no fault fell.";
        }

        long killed = result.Counts.Of(SafetyTelemetry.AdmissionDenied, "kill-switch");
        int least = TrialModel.Killed(report.Options.Calls) - result.Concurrency;
        if (killed < least)
        {
            yield return $"The kill switch refused {killed} calls; expected {least} or more.";
        }

        if (model.CandidateAfter > 0)
        {
            yield return $"{model.CandidateAfter} attempts at the candidate by calls that began after the rollback.";
        }

        if (model.CandidateBefore == 0 || model.Safe.Rollout!.State.Status != RolloutStatus.RolledBack)
        {
            yield return "The candidate was never asked, or is not rolled back.";
        }

        foreach (MonitorStatistics monitor in result.Monitors.Where(static one => one.Observed + one.Dropped != one.Recorded))
        {
            yield return $"Monitor '{monitor.Monitor}': {monitor.Observed} rows observed and {monitor.Dropped} dropped; expected {monitor.Recorded} together.";
        }

        if (report.Options.Calls < FaultTrial.LeastForAll)
        {
            yield break;
        }

        if (report.Memory.Verdict != MemoryVerdict.Flat)
        {
            yield return $"Memory is {report.Memory.Verdict}; expected Flat.";
        }

        foreach (string state in (string[])["open", "half_open", "closed"])
        {
            if (result.Counts.Of(SafetyTelemetry.CircuitTransitions, state) < 2)
            {
                yield return $"The circuit came to be {state} less than twice; it did not flap.";
            }
        }
    }

    private static JsonNode? Number(double value) => double.IsFinite(value) ? Math.Round(value, 3) : null;
}
