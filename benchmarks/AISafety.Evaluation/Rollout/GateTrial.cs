using System.Text.Json.Nodes;
using AISafety.Rollout;
using AISafety.Statistics;

namespace AISafety.Evaluation.Rollout;

/// <summary>How often a rollout errs, and how soon it finds what is worse.</summary>
internal static class GateTrial
{
    private static readonly RolloutStep[] s_schedule =
    [
        new(0.01) { MinCandidateKeys = 20, MinDuration = TimeSpan.Zero },
        new(0.05) { MinCandidateKeys = 50, MinDuration = TimeSpan.Zero },
        new(0.25) { MinCandidateKeys = 200, MinDuration = TimeSpan.Zero },
        new(1),
    ];

    /// <summary>Equal candidates, by the whole schedule, with all gates.</summary>
    public static IEnumerable<JsonNode> Equal(int runs, int seed)
    {
        foreach (double callsPerUser in (double[])[1, 4])
        {
            yield return Schedule("equal candidates", runs, seed, new(), callsPerUser, 40_000);
        }

        yield return Schedule("equal candidates, 3,000 users who come back", runs, seed, new(), 1, 40_000, mostUsers: 3_000);
    }

    /// <summary>Candidates that are worse, by the whole schedule, with all gates: found, and promoted by mistake.</summary>
    public static IEnumerable<JsonNode> Worse(int runs, int seed) =>
    [
        Schedule("errors 2 % against 4 %", runs, seed, new(ErrorRate: 0.04), 1, 60_000),
        Schedule("p95 latency + 20 %", runs, seed, new(Slowdown: 1.2), 1, 60_000),
        Schedule("fairness gap of 0.1", runs, seed, new(Gap: 0.1), 1, 60_000),
        Schedule("errors 2 % against 8 %, 3,000 users who come back", runs, seed, new(ErrorRate: 0.08), 1, 60_000, mostUsers: 3_000),

        // Harm is tolerated to the margin here, so that nothing but the test of promotion stands in the way.
        Schedule("errors 2 % against 4.01 %, margin and tolerance 2 %, one gate", runs, seed, new(ErrorRate: 0.0401), 1, 60_000, static gates => [gates.Errors with { Tolerance = 0.02 }]),
    ];

    /// <summary>One gate at a time, at one share: calls until it is found, in units of what a test with one look needs.</summary>
    public static IEnumerable<JsonNode> Delay(int runs, int seed)
    {
        foreach (double share in (double[])[0.5, 0.05])
        {
            yield return Delay("errors 2 % against 4 %", runs, seed, share, new(ErrorRate: 0.04), static gates => gates.Errors, SampleSize.OfProportions(0.02, 0.04, share));
            yield return Delay("p95 latency + 20 %", runs, seed, share, new(ErrorRate: 0, Slowdown: 1.2), static gates => gates.Latency, SampleSize.OfProportions(0.05, Slow(1.2), share));
            yield return Delay("fairness gap of 0.1", runs, seed, share, new(Gap: 0.1), static gates => gates.Gap, GapSize(share));
        }
    }

    /// <summary>Keys on two machines, and from step to step.</summary>
    public static IEnumerable<JsonNode> Sticky(int keys)
    {
        ModelRollout Of(double share) => Model.FromDelegate<string, int>(static _ => 0).WithSafety(safety => safety.AddRollout(
            Model.FromDelegate<string, int>(static _ => 1),
            new() { Name = "sticky", Steps = [new(share), new(1)], Gates = [RolloutGate.ErrorRate(0.01)] })).Rollout!;
        double[] shares = [0.01, 0.05, 0.25, 0.5];
        ModelRollout[] rollouts = [.. shares.Select(Of)];
        ModelRollout again = Of(shares[1]);
        long[] counts = new long[shares.Length];
        long movedBack = 0;
        long differ = 0;
        ulong digest = 0;
        for (int i = 0; i < keys; i++)
        {
            string key = string.Create(null, $"customer-{i}");
            bool before = false;
            for (int s = 0; s < shares.Length; s++)
            {
                bool isCandidate = rollouts[s].VersionOf(key) == "candidate";
                counts[s] += isCandidate ? 1 : 0;
                movedBack += before && !isCandidate ? 1 : 0;
                before = isCandidate;
                digest = SplitMix64.Mix(digest + (isCandidate ? 1UL : 0));
            }

            differ += again.VersionOf(key) != rollouts[1].VersionOf(key) ? 1 : 0;
        }

        for (int s = 0; s < shares.Length; s++)
        {
            double deviation = Math.Sqrt(keys * shares[s] * (1 - shares[s]));
            yield return new JsonObject
            {
                ["table"] = "stickiness",
                ["keys"] = keys,
                ["share"] = shares[s],
                ["candidate's"] = counts[s],
                ["deviations off"] = Math.Round((counts[s] - (keys * shares[s])) / deviation, 2),
                ["moved back"] = movedBack,
                ["differ between builds"] = differ,
                ["digest of all arms"] = digest.ToString("x16", null),
            };
        }
    }

    private static JsonObject Schedule(string name, int runs, int seed, Behaviour candidate, double callsPerUser, int mostCalls, Func<CanaryGates, IReadOnlyList<RolloutGate>>? gates = null, int mostUsers = int.MaxValue)
    {
        CanaryEnd[] ends = new CanaryEnd[runs];
        Each(runs, async run =>
        {
            await using Canary canary = new(s_schedule, gates ?? (static all => all.All), $"canary-{seed}-{run}");
            ends[run] = await canary.RunAsync(new(seed, run, new(), candidate, callsPerUser, mostUsers), mostCalls).ConfigureAwait(false);
        });
        CanaryEnd[] back = [.. ends.Where(static end => end.Status == RolloutStatus.RolledBack)];
        return new JsonObject
        {
            ["table"] = gates is null ? $"{name}, steps 1, 5, 25 %, five gates" : $"{name}, steps 1, 5, 25 %",
            ["calls a user"] = callsPerUser,
            ["runs"] = runs,
            ["rolled back"] = back.Length,
            ["promoted"] = ends.Count(static end => end.Status == RolloutStatus.Promoted),
            ["undecided"] = ends.Count(static end => end.Status == RolloutStatus.Running),
            ["mismatches"] = ends.Count(static end => end.HasMismatch),
            ["median keys"] = Middle(ends.Select(static end => end.Keys), 0.5),
            ["median exposed"] = Middle(ends.Select(static end => end.Exposed), 0.5),
            ["95 % exposed"] = Middle(ends.Select(static end => end.Exposed), 0.95),
        };
    }

    private static JsonObject Delay(string name, int runs, int seed, double share, Behaviour candidate, Func<CanaryGates, RolloutGate> gate, long optimum)
    {
        double[] ratios = new double[runs];
        Each(runs, async run =>
        {
            await using Canary canary = new([new(share) { MinCandidateKeys = long.MaxValue }, new(1)], gates => [gate(gates)], $"delay-{seed}-{run}");
            Behaviour stable = candidate.ErrorRate == 0 ? new(ErrorRate: 0) : new();
            CanaryEnd end = await canary.RunAsync(new(seed, run, stable, candidate, 1), (int)Math.Min(int.MaxValue, (3 * optimum) + 1000)).ConfigureAwait(false);
            ratios[run] = end.Status == RolloutStatus.RolledBack ? (double)end.Keys / optimum : double.PositiveInfinity;
        });
        Array.Sort(ratios);
        return new JsonObject
        {
            ["table"] = $"{name}, one gate",
            ["share"] = share,
            ["runs"] = runs,
            ["one look needs"] = optimum,
            ["median ratio"] = Math.Round(ratios[runs / 2], 3),
            ["95 % ratio"] = Math.Round(ratios[(int)(0.95 * runs)], 3),
            ["within 2x"] = Math.Round(ratios.Count(static ratio => ratio <= 2) / (double)runs, 4),
        };
    }

    /// <summary>As many runs at once as there are processors, for each has threads of its own.</summary>
    private static void Each(int runs, Func<int, ValueTask> canary) =>
        Parallel.ForAsync(0, runs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (run, _) => canary(run)).GetAwaiter().GetResult();

    private static double Slow(double slowdown) => 1 - MathNet.Numerics.Distributions.Normal.CDF(0, 1, 1.6448536269514722 - (Math.Log(slowdown) / Behaviour.Deviation));

    /// <summary>Four rates, each of half of an arm's calls.</summary>
    private static long GapSize(double share)
    {
        const double Behind = Behaviour.Approval - 0.1;
        double ahead = Behaviour.Approval * (1 - Behaviour.Approval);
        double pooled = (share * Behind) + ((1 - share) * Behaviour.Approval);
        double arms = 1 / (share * (1 - share));
        return SampleSize.Of(
            0.1,
            2 * arms * (ahead + (pooled * (1 - pooled))),
            2 * ((ahead * arms) + (Behind * (1 - Behind) / share) + (ahead / (1 - share))));
    }

    private static long Middle(IEnumerable<long> values, double share)
    {
        long[] sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
