using System.Threading.RateLimiting;
using AISafety.Access;
using AISafety.Benchmarks;
using AISafety.Limits;
using AISafety.Payload;
using AISafety.Switches;

namespace AISafety.Evaluation.Rollout;

/// <summary>What admission guards add to a call that is allowed, beyond what the limiters of System.Threading.RateLimiting cost by themselves.</summary>
/// <remarks>Three calls are timed in turns, A B C C B A: the bare limiter's, a safe model's without the guard, and the same model's with it. Time is CPU time of the thread where there is such a clock.</remarks>
internal static class AdmissionCost
{
    private const int Rounds = 15;
    private const int WarmUps = 3;
    private const int Calls = 100_000;

    private static readonly float[] s_input = [1, 2, 3];
    private static readonly CallInfo s_call = new(Caller: "caller-1", Purpose: "credit");
    private static readonly RateLimit s_ample = new(int.MaxValue, TimeSpan.FromHours(1));

    /// <summary>Measures each guard by itself, and all of them together.</summary>
    public static async Task<IReadOnlyList<AdmissionCostRow>> MeasureAsync()
    {
        using TokenBucketRateLimiter bucket = new(new() { TokenLimit = int.MaxValue, TokensPerPeriod = int.MaxValue, ReplenishmentPeriod = TimeSpan.FromSeconds(1) });
        using ConcurrencyLimiter concurrency = new(new() { PermitLimit = 100 });
        using KillSwitch killSwitch = new();
        await using PartitionedRateLimiter<CallInfo> partitioned = PartitionedRateLimiter.Create<CallInfo, string>(static call => RateLimitPartition.Get(
            call.Caller!,
            static _ => (RateLimiter)new TokenBucketRateLimiter(new() { TokenLimit = int.MaxValue, TokensPerPeriod = int.MaxValue, ReplenishmentPeriod = TimeSpan.FromSeconds(1), AutoReplenishment = false })));
        AccessPolicy policy = new() { AllowedCallers = ["caller-1", "caller-2"], DeniedCallers = ["caller-3"], AllowedPurposes = ["credit"] };
        CallerBlocklist blocklist = new();
        blocklist.Block("caller-3", "evaluation", "To be looked up.");

        Action bare = () => bucket.AttemptAcquire(1).Dispose();
        Action bareConcurrency = () => concurrency.AttemptAcquire(1).Dispose();
        (string Guard, string Bare, Action Call, Action<SafetyBuilder<float[], float>> Add)[] subjects =
        [
            ("rate limit", "TokenBucketRateLimiter", bare, safety => safety.AddRateLimit(s_ample)),
            ("rate limit, sliding window", "TokenBucketRateLimiter", bare, safety => safety.AddRateLimit(s_ample with { Kind = RateLimitKind.SlidingWindow })),
            ("rate limit by cost", "TokenBucketRateLimiter", bare, safety => safety.AddRateLimit(s_ample, static input => input.Length)),
            ("rate limit, limiter given", "TokenBucketRateLimiter", bare, safety => safety.AddRateLimit(bucket)),
            ("rate limit of each caller", "TokenBucketRateLimiter", bare, safety => safety.AddCallerRateLimit(s_ample)),
            ("rate limit, partitioned limiter given", "PartitionedRateLimiter", () => partitioned.AttemptAcquire(s_call, 1).Dispose(), safety => safety.AddRateLimit(partitioned)),
            ("concurrency limit", "ConcurrencyLimiter", bareConcurrency, safety => safety.AddConcurrencyLimit(100)),
            ("kill switch", "", static () => { }, safety => safety.AddKillSwitch(killSwitch)),
            ("access policy", "", static () => { }, safety => safety.AddAccessPolicy(policy)),
            ("blocked callers", "", static () => { }, safety => safety.AddCallerBlocklist(blocklist)),
            ("payload limit", "", static () => { }, safety => safety.AddPayloadLimit(PayloadSize.Elements, 100)),
            ("all of these: kill switch, access, blocked, payload, caller, rate, concurrency", "2 TokenBucketRateLimiter, ConcurrencyLimiter", () =>
            {
                bare();
                bare();
                bareConcurrency();
            }, safety => safety.AddKillSwitch(killSwitch).AddAccessPolicy(policy).AddCallerBlocklist(blocklist).AddPayloadLimit(PayloadSize.Elements, 100)
                .AddCallerRateLimit(s_ample).AddRateLimit(s_ample).AddConcurrencyLimit(100)),
        ];

        List<AdmissionCostRow> rows = [];
        foreach ((string guard, string name, Action call, Action<SafetyBuilder<float[], float>> add) in subjects)
        {
            await using SafeModel<float[], float> without = Model.FromDelegate<float[], float>(static x => x[0]).WithSafety(static _ => { });
            await using SafeModel<float[], float> with = Model.FromDelegate<float[], float>(static x => x[0]).WithSafety(add);
            rows.Add(Measure(guard, name, call, () => Ask(without), () => Ask(with)));
        }

        return rows;
    }

    private static void Ask(SafeModel<float[], float> safe)
    {
        ValueTask<float> pending = safe.PredictAsync(s_input, s_call);
        if (!pending.IsCompletedSuccessfully || pending.Result != 1)
        {
            throw new InvalidOperationException("The call took another path than the one that is measured.");
        }
    }

    private static AdmissionCostRow Measure(string guard, string name, params Action[] calls)
    {
        double[][] times = [.. calls.Select(static _ => new double[Rounds])];
        double[] bytes = new double[calls.Length];
        for (int round = -WarmUps; round < Rounds; round++)
        {
            foreach (int i in Enumerable.Range(0, calls.Length).Concat(Enumerable.Range(0, calls.Length).Reverse()))
            {
                (double nanoseconds, double allocated) = Time(calls[i]);
                if (round >= 0)
                {
                    times[i][round] += nanoseconds / 2;
                    bytes[i] += allocated / (2 * Rounds);
                }
            }
        }

        double[] beyond = [.. Enumerable.Range(0, Rounds).Select(round => times[2][round] - times[1][round] - times[0][round])];
        return new(guard, name, Median(times[0]), Median(times[1]), Median(times[2]), Median(beyond), beyond.Min(), beyond.Max(), bytes[0], bytes[2] - bytes[1] - bytes[0]);
    }

    private static (double Nanoseconds, double Bytes) Time(Action call)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        double before = ThreadTime.Nanoseconds();
        for (int i = 0; i < Calls; i++)
        {
            call();
        }

        double after = ThreadTime.Nanoseconds();
        return ((after - before) / Calls, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / Calls);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
