using System.Text.Json.Nodes;
using AISafety.Alerts;
using AISafety.Testing;

namespace AISafety.Evaluation.Rollout;

/// <summary>Many calls under a fault plan: 5 % exceptions, 2 % hangs (half of them deaf to their token), 1 % NaN, a breaker that flaps, a monitor that is stuck, one rollback and one kill switch in the middle. Every call must end with an
/// output, a fallback or a refusal within its budget.</summary>
internal static class FaultTrial
{
    private const string Killed = "kill-switch.engaged";
    private const float Cautious = 0.5f;
    private const int LeastForMemory = 100_000;
    private static readonly TimeSpan ModelTimeout = TimeSpan.FromMilliseconds(25);

    /// <summary>Runs it, and gives the rows of its table: outcomes, faults, monitors, and the books.</summary>
    /// <param name="calls">How many calls; 1,000 or more. Memory is judged from 100,000 on.</param>
    /// <param name="seed">Of the faults and inputs.</param>
    /// <param name="concurrency">How many calls run at once.</param>
    /// <param name="budget">How long a call may take.</param>
    public static async Task<IReadOnlyList<JsonNode>> RunAsync(int calls, int seed, int concurrency = 256, TimeSpan? budget = null)
    {
        FaultyModel<float[], float> stable = Faulty(1.0f, seed);
        FaultyModel<float[], float> candidate = Faulty(1.1f, seed + 1);
        TwoArms arms = new(new TimeLimit(stable, ModelTimeout), new TimeLimit(candidate, ModelTimeout));
        ScriptedAdmission<float[]> killSwitch = new("kill-switch", new() { KeepCalls = 0 });
        await using SafeModel<float[], float> safe = arms.WithSafety(safety => safety
            .UseFeatures(FeatureSchema.For<float[]>().Numeric("a", static row => row[0]).Numeric("b", static row => row[1]))
            .UseRecording(new() { DrainTimeout = TimeSpan.FromSeconds(2) })
            .UseAlerts(new() { ClearReports = 1, FlapWindow = TimeSpan.Zero })
            .AddAdmissionGuard(killSwitch.ToAdmissionGuard())
            .AddAlertBreaker(static alert => alert.Code == FlappingMonitor.Code, new AlertBreaker { TrialCalls = 0 })
            .AddOutputValidation(static rules => rules.Finite("probability", static probability => probability))
            .AddFallbackPolicy(new UnlessKilled(Cautious, Killed))
            .AddMonitor(_ => new FlappingMonitor(Math.Max(calls / 50, 256), Math.Max(calls / 500, 128)))
            .AddMonitor(_ => new StuckMonitor())
            .AddMonitor(_ => new CountingMonitor()));

        StressReport report = await StressRunner.RunAsync(
            safe,
            [.. Enumerable.Range(0, 1_024).Select(static i => new float[] { i / 1_024f, 1 - (i / 512f) })],
            new()
            {
                Calls = calls,
                Concurrency = concurrency,
                CallBudget = budget ?? TimeSpan.FromSeconds(2),
                Seed = (ulong)seed,
                FlushTimeout = TimeSpan.FromSeconds(2),

                // With fewer calls the queue of the stuck monitor is still filling, and the pools are.
                MemorySamples = calls < LeastForMemory ? 0 : 25,
                Events =
                [
                    new((calls / 3) + 1, "rollback", arms.RollBack),
                    new((calls / 2) + 1, "kill switch engaged", () => killSwitch.Override = GuardStep.Block(Killed)),
                    new((calls / 2) + (calls / 20) + 1, "kill switch released", () => killSwitch.Override = null),
                ],
            },
            float.IsFinite).ConfigureAwait(false);
        return [.. Rows(report, seed, [("stable", stable.GetReport()), ("candidate", candidate.GetReport())])];
    }

    private static FaultyModel<float[], float> Faulty(float slope, int seed) =>
        Model.FromDelegate<float[], float>(row => 1 / (1 + MathF.Exp(-slope * (row[0] + row[1])))).WithFaults((ulong)seed, static plan => plan
            .AddExceptions(0.05)
            .AddHangs(0.01)
            .AddHangs(0.01, regardless: true, name: "deaf hang")
            .AddNaN(0.01));

    private static IEnumerable<JsonNode> Rows(StressReport report, int seed, (string Arm, FaultReport Faults)[] arms)
    {
        foreach (StressOutcome outcome in report.Outcomes)
        {
            yield return new JsonObject { ["table"] = "faults: how calls ended", ["outcome"] = outcome.Kind.ToString(), ["by"] = outcome.Name, ["calls"] = outcome.Count, ["share"] = (double)outcome.Count / report.Started };
        }

        foreach ((string arm, FaultReport faults) in arms)
        {
            foreach (FaultCount fault in faults.Faults)
            {
                yield return new JsonObject { ["table"] = "faults: injected", ["arm"] = arm, ["fault"] = fault.Name, ["share"] = fault.Share, ["calls"] = faults.Calls, ["injected"] = fault.Injected };
            }
        }

        foreach (MonitorStatistics monitor in report.Monitors)
        {
            yield return new JsonObject { ["table"] = "faults: monitors", ["monitor"] = monitor.Monitor, ["recorded"] = monitor.Recorded, ["observed"] = monitor.Observed, ["dropped"] = monitor.Dropped, ["pending"] = monitor.Pending };
        }

        long untouched = arms.Sum(static arm => arm.Faults.Untouched);
        string[] faultsFound =
        [
            .. report.Faults,
            .. report.Count(StressOutcomeKind.Output) == untouched ? (string[])[] : [$"{report.Count(StressOutcomeKind.Output)} outputs, but {untouched} calls of the model on which no fault fell."],
        ];
        yield return new JsonObject
        {
            ["table"] = "faults: the books",
            ["seed"] = seed,
            ["in"] = report.Started,
            ["out"] = report.Ended,
            ["over budget"] = report.OverBudget,
            ["budget s"] = report.Options.CallBudget.TotalSeconds,
            ["seconds"] = Math.Round(report.Elapsed.TotalSeconds, 1),
            ["median us"] = Math.Round(report.Latency.Median, 1),
            ["p99.9 us"] = Math.Round(report.Latency.P999),
            ["most us"] = Math.Round(report.Latency.Max),
            ["unobserved exceptions"] = report.UnobservedExceptions,
            ["bytes a call"] = Number(report.Memory.BytesPerCall),
            ["bytes a call, 95 %"] = new JsonArray(Number(report.Memory.Interval.Lower), Number(report.Memory.Interval.Upper)),
            ["memory"] = report.Memory.Verdict.ToString(),
            ["wrong"] = new JsonArray([.. faultsFound.Select(static fault => JsonValue.Create(fault))]),
        };
    }

    private static JsonNode? Number(double value) => double.IsFinite(value) ? Math.Round(value, 3) : null;
}
