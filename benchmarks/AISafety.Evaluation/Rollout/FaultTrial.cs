using System.Text.Json.Nodes;
using AISafety.Testing;

namespace AISafety.Evaluation.Rollout;

/// <summary>Many calls under a fault plan: 5 % exceptions, 2 % hangs (half of them deaf to their token), 1 % NaN, outages by which the circuit flaps, a monitor that is stuck, one rollback and one kill switch in the middle. Every call must
/// end with an output, a fallback or a refusal within its budget.</summary>
internal static class FaultTrial
{
    /// <summary>With fewer calls the queue of the stuck monitor is still filling, pools are, and the circuit may not come to close.</summary>
    public const int LeastForAll = 100_000;

    private const int MemorySamples = 100;

    /// <summary>Runs it, and gives the rows of its table.</summary>
    /// <param name="calls">How many calls; 1,000 or more. Memory and the circuit's flapping are judged from 100,000 on.</param>
    /// <param name="seed">Of the faults.</param>
    /// <param name="concurrency">How many calls run at once.</param>
    /// <param name="budget">How long a call may take; null for 2 seconds.</param>
    public static async Task<IReadOnlyList<JsonNode>> RunAsync(int calls, int seed, int concurrency = 256, TimeSpan? budget = null)
    {
        string name = $"fault-trial-{seed}";
        using TrialCounts counts = new(name);
        TrialModel model = new(name, seed, concurrency);
        StressReport report;
        await using (model.ConfigureAwait(false))
        {
            report = await StressRunner.RunAsync(
                model.Safe,
                model.Input,
                new()
                {
                    Calls = calls,
                    Concurrency = concurrency,
                    CallBudget = budget ?? TimeSpan.FromSeconds(2),
                    CallInfo = model.Caller,
                    FlushTimeout = TimeSpan.FromSeconds(2),
                    MemorySamples = calls < LeastForAll ? 0 : MemorySamples,
                    Events = [.. model.Events(calls)],
                },
                float.IsFinite).ConfigureAwait(false);
        }

        // Only now: what a stuck monitor has not taken is dropped at the end, and then nothing is pending.
        return [.. FaultTable.Rows(new(report, model, counts, model.Safe.GetMonitorStatistics(), seed, concurrency))];
    }
}
