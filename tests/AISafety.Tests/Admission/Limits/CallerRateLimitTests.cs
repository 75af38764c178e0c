using System.Collections.Concurrent;
using AISafety.Limits;
using AISafety.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Limits;

[TestFixture]
public sealed class CallerRateLimitTests
{
    private static readonly RateLimit s_three = new(3, TimeSpan.FromMinutes(1));

    [Test]
    public async Task AddCallerRateLimit_counts_each_caller_and_all_who_name_none_together()
    {
        using Watched watched = new();
        using MetricCollector<double> callers = watched.Collect<double>("aisafety.ratelimit.callers");
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseName("credit").UseMetrics(watched.Meters).UseTimeProvider(new FakeTimeProvider()).AddCallerRateLimit(s_three));

        Assert.That(await AdmittedAsync(safe, "a", 5), Is.EqualTo(3));
        Assert.That(await AdmittedAsync(safe, "b", 5), Is.EqualTo(3));
        Assert.That(await AdmittedAsync(safe, null, 2) + await AdmittedAsync(safe, "", 1) + await AdmittedAsync(safe, new string('x', 1_000), 5), Is.EqualTo(3));
        Evidence denied = (await safe.EvaluateAsync(1, new(Caller: "a"))).Evidence.Single();
        Assert.That((denied.Code, denied.Guard, denied.RetryAfter), Is.EqualTo(("rate.exceeded", "caller-rate-limit", (TimeSpan?)TimeSpan.FromSeconds(20))));
        callers.RecordObservableInstruments();
        Assert.That(Watched.Texts(callers), Is.EqualTo(new[] { "guard=caller-rate-limit model=credit: 2" }));
    }

    [Test]
    public async Task AddCallerRateLimit_callers_who_are_invented_share_one_limit()
    {
        FakeTimeProvider clock = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(clock).AddCallerRateLimit(s_three, options: new() { MaxCallers = 10, Shared = new(7, TimeSpan.FromMinutes(1)) }));

        int admitted = 0;
        for (int i = 0; i < 5_000; i++)
        {
            admitted += await AdmittedAsync(safe, $"invented-{i}", 2);
        }

        Assert.That(admitted, Is.EqualTo((10 * 2) + 7));
    }

    [Test]
    public async Task AddCallerRateLimit_names_that_are_not_known_never_get_a_limit_of_their_own()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(new FakeTimeProvider())
            .AddCallerRateLimit(s_three, options: new() { LimitFor = name => name switch { "gold" => new(10, TimeSpan.FromMinutes(1)), "web" => s_three, _ => null } }));

        Assert.That(await AdmittedAsync(safe, "gold", 20), Is.EqualTo(10));
        Assert.That(await AdmittedAsync(safe, "web", 20), Is.EqualTo(3));
        int invented = 0;
        for (int i = 0; i < 100; i++)
        {
            invented += await AdmittedAsync(safe, $"invented-{i}", 1);
        }

        Assert.That(invented, Is.EqualTo(3));
    }

    [Test]
    public async Task AddCallerRateLimit_LimitFor_that_fails_denies()
    {
        await using SafeModel<int, string> throws = Scripted.Model.WithSafety(safety => safety.AddCallerRateLimit(s_three, options: new() { LimitFor = _ => throw new InvalidOperationException() }));
        await using SafeModel<int, string> invalid = Scripted.Model.WithSafety(safety => safety.AddCallerRateLimit(s_three, options: new() { LimitFor = _ => new(0, TimeSpan.Zero) }));

        Assert.That((await throws.EvaluateAsync(1, new(Caller: "a"))).Evidence.Single().Code, Is.EqualTo(EvidenceCodes.GuardFailed));
        Assert.That((await invalid.EvaluateAsync(1, new(Caller: "a"))).Evidence.Single().Code, Is.EqualTo(EvidenceCodes.GuardFailed));
    }

    [Test]
    public async Task AddCallerRateLimit_by_cost_denies_what_no_limit_ever_has()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseTimeProvider(new FakeTimeProvider()).AddCallerRateLimit(s_three, cost => cost));

        Assert.That((await safe.EvaluateAsync(4, new(Caller: "a"))).Evidence.Single().Code, Is.EqualTo("rate.cost-too-large"));
        Assert.That((await safe.EvaluateAsync(-4, new(Caller: "a"))).Evidence.Single().Code, Is.EqualTo("rate.cost-invalid"));
        Assert.That((await safe.EvaluateAsync(3, new(Caller: "a"))).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That((await safe.EvaluateAsync(0, new(Caller: "a"))).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [TestCase(0)]
    [TestCase(1_000_001)]
    public void AddCallerRateLimit_MaxCallers_out_of_range_is_refused(int maxCallers) => Assert.That(
        () => new SafetyBuilder<int, string>(Scripted.Model).AddCallerRateLimit(s_three, options: new() { MaxCallers = maxCallers }),
        Throws.TypeOf<SafetyBuildException>().With.Message.Contains("MaxCallers"));

    [Test]
    public void CallerLimits_nobody_gets_more_by_being_forgotten() =>
        Gen.Select(Gen.Int[1, 5], Gen.Enum<RateLimitKind>(), Gen.Select(Gen.Int[0, 40_000], Gen.Int[0, 11]).Array[1, 200]).Sample((maxCallers, kind, calls) =>
        {
            // Beside them a limiter a caller that is never forgotten.
            FakeTimeProvider clock = new();
            RateLimit limit = s_three with { Kind = kind };
            CallerLimits limits = new(limit, new() { MaxCallers = maxCallers }, clock);
            Dictionary<string, ClockedLimiter> kept = [];
            Dictionary<string, List<TimeSpan>> times = [];
            TimeSpan now = TimeSpan.Zero;
            foreach ((int wait, int who) in calls)
            {
                clock.Advance(TimeSpan.FromMilliseconds(wait));
                now += TimeSpan.FromMilliseconds(wait);
                string caller = $"caller-{who}";
                ClockedLimiter mine = limits.Of(caller);
                Assert.That(limits.Count, Is.LessThanOrEqualTo(maxCallers));
                if (ReferenceEquals(mine, limits.Shared))
                {
                    continue;
                }

                if (!kept.TryGetValue(caller, out ClockedLimiter? reference))
                {
                    kept.Add(caller, reference = limit.Create(clock));
                }

                Taking taken = mine.Take(1, out _);
                if (kind == RateLimitKind.TokenBucket)
                {
                    Assert.That(taken, Is.EqualTo(reference.Take(1, out _)));
                }

                if (taken == Taking.Taken)
                {
                    times.TryAdd(caller, []);
                    times[caller].Add(now);
                }
            }

            // Windows of one that is made anew begin anew, but nothing that still counts is forgotten.
            int most = kind == RateLimitKind.FixedWindow ? 6 : 3;
            foreach (List<TimeSpan> taken in times.Values.Where(_ => kind != RateLimitKind.TokenBucket))
            {
                for (int i = most; i < taken.Count; i++)
                {
                    Assert.That(taken[i] - taken[i - most], Is.GreaterThanOrEqualTo(limit.Period), $"{kind}");
                }
            }
        });

    [Test]
    public void CallerLimits_from_many_threads_give_no_caller_more_than_its_limit()
    {
        // Time stands still, so that a caller's limiter that has been asked cannot give way; but many are looked up and never asked.
        FakeTimeProvider clock = new();
        CallerLimits limits = new(s_three, new() { MaxCallers = 8 }, clock);
        ConcurrentDictionary<string, int> taken = [];
        int shared = 0;
        Parallel.For(0, 4, thread =>
        {
            Random random = new(thread);
            for (int i = 0; i < 20_000; i++)
            {
                string caller = $"caller-{random.Next(20)}";
                ClockedLimiter limiter = limits.Of(caller);
                if (random.Next(3) == 0)
                {
                    continue;
                }

                if (limiter.Take(1, out _) == Taking.Taken)
                {
                    if (ReferenceEquals(limiter, limits.Shared))
                    {
                        Interlocked.Increment(ref shared);
                    }
                    else
                    {
                        taken.AddOrUpdate(caller, 1, (_, count) => count + 1);
                    }
                }
            }
        });

        Assert.That(taken.Values, Has.All.LessThanOrEqualTo(3));
        Assert.That(shared, Is.LessThanOrEqualTo(3));
        Assert.That(limits.Count, Is.EqualTo(8));
    }

    private static async Task<int> AdmittedAsync(SafeModel<int, string> safe, string? caller, int calls)
    {
        int admitted = 0;
        for (int i = 0; i < calls; i++)
        {
            admitted += (await safe.EvaluateAsync(1, new(Caller: caller))).Action == SafetyAction.Allow ? 1 : 0;
        }

        return admitted;
    }
}
