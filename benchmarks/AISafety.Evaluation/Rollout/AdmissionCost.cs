using System.Threading.RateLimiting;
using AISafety.Access;
using AISafety.Limits;
using AISafety.Payload;
using AISafety.Switches;

namespace AISafety.Evaluation.Rollout;

/// <summary>What admission guards add to a call that is allowed, beyond what the limiters of System.Threading.RateLimiting cost by themselves.</summary>
/// <remarks>Three calls are timed: the bare limiter's, a safe model's without the guard, and the same model's with it.</remarks>
internal static class AdmissionCost
{
    private static readonly float[] s_input = [1, 2, 3];
    private static readonly CallInfo s_call = new(Caller: "caller-1", Purpose: "credit");
    private static readonly RateLimit s_ample = new(int.MaxValue, TimeSpan.FromHours(1));

    /// <summary>Measures each guard by itself, and all of them together.</summary>
    public static async Task<IReadOnlyList<AdmissionCostRow>> MeasureAsync()
    {
        using TokenBucketRateLimiter bucket = new(new() { TokenLimit = int.MaxValue, TokensPerPeriod = int.MaxValue, ReplenishmentPeriod = TimeSpan.FromSeconds(1) });
        using SlidingWindowRateLimiter window = new(new() { PermitLimit = int.MaxValue, Window = s_ample.Period, SegmentsPerWindow = s_ample.Segments });
        using ConcurrencyLimiter concurrency = new(new() { PermitLimit = 100 });
        using KillSwitch killSwitch = new();
        await using PartitionedRateLimiter<CallInfo> partitioned = PartitionedRateLimiter.Create<CallInfo, string>(static call => RateLimitPartition.Get(
            call.Caller!,
            static _ => (RateLimiter)new TokenBucketRateLimiter(new() { TokenLimit = int.MaxValue, TokensPerPeriod = int.MaxValue, ReplenishmentPeriod = TimeSpan.FromSeconds(1), AutoReplenishment = false })));
        AccessPolicy policy = new() { AllowedCallers = ["caller-1", "caller-2"], DeniedCallers = ["caller-3"], AllowedPurposes = ["credit"] };
        CallerBlocklist blocklist = new();
        blocklist.Block("caller-3", "evaluation", "To be looked up.");

        Func<float> bare = () => Take(bucket);
        Func<float> bareOfCaller = () =>
        {
            using RateLimitLease lease = partitioned.AttemptAcquire(s_call, 1);
            return lease.IsAcquired ? 1 : 0;
        };
        Func<float> breaker = BreakerCost.Bare();
        (string Guard, string Bare, Func<float> Call, Action<SafetyBuilder<float[], float>> Add)[] subjects =
        [
            ("rate limit", "TokenBucketRateLimiter", bare, safety => safety.AddRateLimit(s_ample)),
            ("rate limit, sliding window", "SlidingWindowRateLimiter", () => Take(window), safety => safety.AddRateLimit(s_ample with { Kind = RateLimitKind.SlidingWindow })),
            ("rate limit by cost", "TokenBucketRateLimiter", bare, safety => safety.AddRateLimit(s_ample, static input => input.Length)),
            ("rate limit, limiter given", "TokenBucketRateLimiter", bare, safety => safety.AddRateLimit(bucket)),
            ("rate limit of each caller", "PartitionedRateLimiter", bareOfCaller, safety => safety.AddCallerRateLimit(s_ample)),
            ("rate limit, partitioned limiter given", "PartitionedRateLimiter", bareOfCaller, safety => safety.AddRateLimit(partitioned)),
            ("concurrency limit", "ConcurrencyLimiter", () => Take(concurrency), safety => safety.AddConcurrencyLimit(100)),
            ("kill switch", "", Nothing, safety => safety.AddKillSwitch(killSwitch)),
            ("access policy", "", Nothing, safety => safety.AddAccessPolicy(policy)),
            ("blocked callers", "", Nothing, safety => safety.AddCallerBlocklist(blocklist)),
            ("payload limit", "", Nothing, safety => safety.AddPayloadLimit(PayloadSize.Elements, 100)),
            ("kill switch, rate limit and circuit breaker", "TokenBucketRateLimiter, Polly's circuit breaker", () => Take(bucket) + breaker(),
                safety => safety.AddKillSwitch(killSwitch).AddRateLimit(s_ample).AddCircuitBreaker()),
            ("all of these: kill switch, access, blocked, payload, caller, rate, concurrency", "PartitionedRateLimiter, TokenBucketRateLimiter, ConcurrencyLimiter",
                () => bareOfCaller() + Take(bucket) + Take(concurrency),
                safety => safety.AddKillSwitch(killSwitch).AddAccessPolicy(policy).AddCallerBlocklist(blocklist).AddPayloadLimit(PayloadSize.Elements, 100)
                .AddCallerRateLimit(s_ample).AddRateLimit(s_ample).AddConcurrencyLimit(100)),
        ];

        List<AdmissionCostRow> rows = [];
        foreach ((string guard, string name, Func<float> call, Action<SafetyBuilder<float[], float>> add) in subjects)
        {
            await using SafeModel<float[], float> without = Model.FromDelegate<float[], float>(static x => x[0]).WithSafety(static _ => { });
            await using SafeModel<float[], float> with = Model.FromDelegate<float[], float>(static x => x[0]).WithSafety(add);
            rows.Add(Row(guard, name, call, () => Ask(without), () => Ask(with)));
        }

        return rows;
    }

    private static float Take(RateLimiter limiter)
    {
        using RateLimitLease lease = limiter.AttemptAcquire(1);
        return lease.IsAcquired ? 1 : 0;
    }

    private static float Nothing() => 0;

    private static float Ask(SafeModel<float[], float> safe)
    {
        ValueTask<float> pending = safe.PredictAsync(s_input, s_call);
        return pending.IsCompletedSuccessfully && pending.Result == 1 ? 1 : throw new InvalidOperationException("The call took another path than the one that is measured.");
    }

    private static AdmissionCostRow Row(string guard, string limiter, Func<float> bare, Func<float> without, Func<float> with)
    {
        TimedRounds rounds = TimedRounds.Measure(bare, without, with);
        double Beyond(double share) => rounds.Quantile(share, static time => time(2) - time(1) - time(0));
        return new(
            guard, limiter, rounds.Median(0), rounds.Median(1), rounds.Median(2), Beyond(0.5), Beyond(0.25), Beyond(0.75), rounds.Least(2) - rounds.Least(1) - rounds.Least(0), rounds.Bytes(0),
            rounds.Bytes(2) - rounds.Bytes(1) - rounds.Bytes(0));
    }
}
