using System.Threading.RateLimiting;
using AISafety.Limits;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Limits;

[TestFixture]
public sealed class RateLimitTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task AddRateLimit_denies_past_the_limit_and_says_when_to_come_back()
    {
        FakeTimeProvider clock = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseTimeProvider(clock).AddRateLimit(new RateLimit(2, s_minute)));

        Assert.That(await safe.EvaluateAsync(1), Has.Property("Action").EqualTo(SafetyAction.Allow));
        Assert.That(await safe.EvaluateAsync(1, new(Caller: "web")), Has.Property("Action").EqualTo(SafetyAction.Allow));
        Evidence denied = (await safe.EvaluateAsync(1)).Evidence.Single();
        Assert.That((denied.Code, denied.Guard, denied.RetryAfter), Is.EqualTo(("rate.exceeded", "rate-limit", (TimeSpan?)TimeSpan.FromSeconds(30))));

        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await safe.EvaluateAsync(1), Has.Property("Action").EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task AddRateLimit_by_cost_takes_what_a_call_costs()
    {
        int asked = 0;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(input => $"{++asked}").WithSafety(safety => safety
            .UseTimeProvider(new FakeTimeProvider())
            .AddRateLimit(new RateLimit(100, s_minute), tokens => tokens));

        Assert.That(await Code(70), Is.Null);
        Assert.That(await Code(31), Is.EqualTo("rate.exceeded"));
        Assert.That(await Code(30), Is.Null);
        Assert.That(await Code(1), Is.EqualTo("rate.exceeded"));
        Assert.That(await Code(0), Is.Null);
        Assert.That(await Code(101), Is.EqualTo("rate.cost-too-large"));
        Assert.That(await Code(int.MaxValue), Is.EqualTo("rate.cost-too-large"));
        Assert.That(await Code(-1), Is.EqualTo("rate.cost-invalid"));
        Assert.That(asked, Is.EqualTo(3));

        async Task<string?> Code(int cost) => (await safe.EvaluateAsync(cost)).Evidence.Select(evidence => evidence.Code).FirstOrDefault();
    }

    [Test]
    public async Task AddRateLimit_cost_larger_than_the_limit_is_told_apart_from_one_that_may_come_back()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddRateLimit(new RateLimit(10, s_minute) { Burst = 20 }, tokens => tokens));

        Evidence denied = (await safe.EvaluateAsync(21)).Evidence.Single();

        Assert.That((denied.RetryAfter, denied.Score, denied.Threshold), Is.EqualTo(((TimeSpan?)null, 21.0, 20.0)));
    }

    [Test]
    public async Task AddRateLimit_cost_that_throws_denies_without_its_text()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddRateLimit(new RateLimit(10, s_minute), _ => throw new FormatException("secret")));

        Evidence denied = (await safe.EvaluateAsync(1)).Evidence.Single();

        Assert.That((denied.Code, denied.Exception), Is.EqualTo(("rate.cost-invalid", denied.Exception)));
        Assert.That(denied.Exception, Is.TypeOf<FormatException>());
        Assert.That(denied.Message, Does.Contain("FormatException").And.Not.Contain("secret"));
    }

    [Test]
    public async Task AddRateLimit_takes_any_limiter_with_its_codes_and_times()
    {
        using TokenBucketRateLimiter limiter = new(new() { TokenLimit = 5, TokensPerPeriod = 5, ReplenishmentPeriod = TimeSpan.FromHours(1), AutoReplenishment = true });
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddRateLimit(limiter, tokens => tokens));

        Assert.That((await safe.EvaluateAsync(5)).Action, Is.EqualTo(SafetyAction.Allow));
        Evidence denied = (await safe.EvaluateAsync(1)).Evidence.Single();
        Assert.That((denied.Code, denied.RetryAfter), Is.EqualTo(("rate.exceeded", (TimeSpan?)TimeSpan.FromHours(1))));
        Assert.That((await safe.EvaluateAsync(6)).Evidence.Single().Code, Is.EqualTo("rate.cost-too-large"));
    }

    [Test]
    public async Task AddRateLimit_replenishes_a_limiter_that_does_not_do_so_itself()
    {
        // Its window is over whenever it is looked at again.
        using FixedWindowRateLimiter limiter = new(new() { PermitLimit = 1, Window = TimeSpan.FromTicks(1), AutoReplenishment = false });
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddRateLimit(limiter));

        for (int i = 0; i < 5; i++)
        {
            Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Allow));
        }
    }

    [Test]
    public async Task AddRateLimit_holds_a_lease_of_concurrency_until_the_model_ends()
    {
        TaskCompletionSource<string> model = new();
        using ConcurrencyLimiter limiter = new(new() { PermitLimit = 1 });
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((_, _) => new ValueTask<string>(model.Task)).WithSafety(safety => safety.AddRateLimit(limiter));

        Task<SafetyResult<string>> first = safe.EvaluateAsync(1).AsTask();
        Assert.That((await safe.EvaluateAsync(1)).Evidence.Single().Code, Is.EqualTo("rate.exceeded"));
        model.SetResult("answer");
        await first;

        Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task AddRateLimit_disposed_limiter_fails_closed()
    {
        TokenBucketRateLimiter limiter = new(new() { TokenLimit = 5, TokensPerPeriod = 5, ReplenishmentPeriod = TimeSpan.FromHours(1) });
        await limiter.DisposeAsync();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddRateLimit(limiter));

        Assert.That((await safe.EvaluateAsync(1)).Evidence.Single().Code, Is.EqualTo(EvidenceCodes.GuardFailed));
    }

    [Test]
    public async Task AddRateLimit_takes_a_partitioned_limiter_over_the_call()
    {
        await using PartitionedRateLimiter<CallInfo> limiter = PartitionedRateLimiter.Create<CallInfo, string>(call =>
            RateLimitPartition.GetFixedWindowLimiter(call.Key ?? "", _ => new() { PermitLimit = 2, Window = TimeSpan.FromHours(1), AutoReplenishment = false }));
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddRateLimit(limiter, cost => cost));

        Assert.That((await safe.EvaluateAsync(2, new(Key: "a"))).Action, Is.EqualTo(SafetyAction.Allow));
        Evidence denied = (await safe.EvaluateAsync(1, new(Key: "a"))).Evidence.Single();
        Assert.That((denied.Code, denied.Guard, denied.RetryAfter), Is.EqualTo(("rate.exceeded", "partitioned-rate-limit", (TimeSpan?)TimeSpan.FromHours(1))));
        Assert.That((await safe.EvaluateAsync(1, new(Key: "b"))).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That((await safe.EvaluateAsync(3, new(Key: "c"))).Evidence.Single().Code, Is.EqualTo("rate.cost-too-large"));
        Assert.That((await safe.EvaluateAsync(0, new(Key: "a"))).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task AddRateLimit_two_builds_count_by_themselves()
    {
        SafetyBuilder<int, string> builder = new SafetyBuilder<int, string>(Scripted.Model).UseTimeProvider(new FakeTimeProvider()).AddRateLimit(new RateLimit(1, s_minute));
        await using SafeModel<int, string> one = builder.Build();
        await using SafeModel<int, string> other = builder.Build();

        Assert.That(((await one.EvaluateAsync(1)).Action, (await other.EvaluateAsync(1)).Action, (await one.EvaluateAsync(1)).Action), Is.EqualTo((SafetyAction.Allow, SafetyAction.Allow, SafetyAction.Block)));
    }

    private static IEnumerable<TestCaseData> BadLimits()
    {
        RateLimit good = new(1, s_minute);
        yield return new(good with { Permits = 0 }, "RateLimit.Permits is 0; expected 1 or more");
        yield return new(good with { Period = TimeSpan.Zero }, "RateLimit.Period is 00:00:00");
        yield return new(good with { Period = TimeSpan.FromDays(50) }, "RateLimit.Period is 50.");
        yield return new(good with { Kind = (RateLimitKind)9 }, "RateLimit.Kind is 9");
        yield return new(good with { Segments = 1 }, "RateLimit.Segments is 1");
        yield return new(good with { Burst = 0 }, "RateLimit.Burst is 0");
        yield return new(good with { Burst = 5, Kind = RateLimitKind.FixedWindow }, "RateLimit.Burst is 5");
        yield return new(good with { Burst = int.MaxValue, Period = TimeSpan.FromDays(1) }, "49 days");
    }

    [TestCaseSource(nameof(BadLimits))]
    public void AddRateLimit_limit_out_of_range_is_refused(RateLimit limit, string message)
    {
        SafetyBuilder<int, string> builder = new(Scripted.Model);

        Assert.That(() => builder.AddRateLimit(limit), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));
        Assert.That(() => builder.AddCallerRateLimit(limit), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));
        Assert.That(() => builder.AddCallerRateLimit(new(1, s_minute), options: new() { Shared = limit }), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("CallerRateLimitOptions.Shared."));
    }
}
