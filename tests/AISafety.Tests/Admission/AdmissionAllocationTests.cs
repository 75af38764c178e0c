using System.Security.Claims;
using System.Threading.RateLimiting;
using AISafety.Access;
using AISafety.Limits;
using AISafety.Payload;
using AISafety.Switches;
using AISafety.Tests.Support;

namespace AISafety.Tests.Limits;

[TestFixture]
[NonParallelizable]
public sealed class AdmissionAllocationTests
{
    private static readonly float[] s_input = [1, 2, 3];
    private static readonly RateLimit s_ample = new(int.MaxValue, TimeSpan.FromDays(1));

    private static readonly CallInfo s_call = new(
        Caller: "web", User: new(new ClaimsIdentity([new(ClaimTypes.Name, "anna"), new(ClaimTypes.Role, "clerk"), new("scope", "score")], "password")), Purpose: "credit");

    private static IEnumerable<TestCaseData> Guards()
    {
        yield return Case("kill switch", safety => safety.AddKillSwitch(new KillSwitch()));
        yield return Case("access", safety => safety.AddAccessPolicy(new AccessPolicy
        {
            AllowedCallers = ["web"],
            DeniedCallers = ["batch"],
            AllowedPurposes = ["credit"],
        }));
        yield return Case("blocklist", safety =>
        {
            CallerBlocklist blocklist = new();
            blocklist.Block("batch", "anna", "x");
            safety.AddCallerBlocklist(blocklist);
        });
        foreach (RateLimitKind kind in Enum.GetValues<RateLimitKind>())
        {
            yield return Case($"rate, {kind}", safety => safety.AddRateLimit(s_ample with { Kind = kind }, static input => input.Length));
            yield return Case($"caller rate, {kind}", safety => safety.AddCallerRateLimit(s_ample with { Kind = kind }, static input => input.Length));
        }

        yield return Case("given limiter", safety => safety.AddRateLimit(new FixedWindowRateLimiter(new() { PermitLimit = int.MaxValue, Window = TimeSpan.FromDays(1), AutoReplenishment = false })));
        yield return Case("payload", safety => safety.AddPayloadLimit(PayloadSize.Elements, 10));

        static TestCaseData Case(string name, Action<SafetyBuilder<float[], float>> configure) => new TestCaseData(configure).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Guards))]
    public async Task PredictAsync_admitted_allocates_nothing(Action<SafetyBuilder<float[], float>> configure)
    {
        await using SafeModel<float[], float> safe = Model.FromDelegate<float[], float>(static x => x[0]).WithSafety(configure);
        Assert.That((await safe.EvaluateAsync(s_input, s_call)).Action, Is.EqualTo(SafetyAction.Allow));

        // Tier 1 comes before the measurement.
        for (int i = 0; i < 50_000; i++)
        {
            _ = safe.PredictAsync(s_input, s_call).Result;
        }

        Assert.That(Allocations.Of(() => safe.PredictAsync(s_input, s_call).Result == 1), Is.Zero);
    }

    [Test]
    public async Task PredictAsync_rules_for_users_allocate_what_looking_at_a_users_claims_once_does()
    {
        ClaimsPrincipal user = s_call.User!;
        await using SafeModel<float[], float> safe = Model.FromDelegate<float[], float>(static x => x[0])
            .WithSafety(safety => safety.AddAccessPolicy(new AccessPolicy { AnyRole = ["clerk"], Claims = [new("scope", "score")] }));
        for (int i = 0; i < 50_000; i++)
        {
            _ = Look(user);
            _ = safe.PredictAsync(s_input, s_call).Result;
        }

        Assert.That(Allocations.Of(() => safe.PredictAsync(s_input, s_call).Result == 1), Is.LessThanOrEqualTo(Allocations.Of(() => Look(user) == 3)));

        static int Look(ClaimsPrincipal user)
        {
            int claims = 0;
            foreach (ClaimsIdentity identity in user.Identities)
            {
                foreach (Claim claim in identity.Claims)
                {
                    claims += claim.Value.Length > 0 ? 1 : 0;
                }
            }

            return claims;
        }
    }

    [Test]
    public async Task PredictAsync_concurrency_limit_allocates_what_the_limiter_itself_does()
    {
        using ConcurrencyLimiter bare = new(new() { PermitLimit = 2 });
        await using SafeModel<float[], float> safe = Model.FromDelegate<float[], float>(static x => x[0]).WithSafety(safety => safety.AddConcurrencyLimit(2));
        for (int i = 0; i < 50_000; i++)
        {
            bare.AttemptAcquire().Dispose();
            _ = safe.PredictAsync(s_input).Result;
        }

        long theirs = Allocations.Of(() =>
        {
            bare.AttemptAcquire().Dispose();
            return true;
        });
        Assert.That(Allocations.Of(() => safe.PredictAsync(s_input).Result == 1), Is.EqualTo(theirs));
    }

    [Test]
    public async Task Guards_are_asked_in_the_order_in_which_they_were_added()
    {
        KillSwitch killSwitch = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddKillSwitch(killSwitch)
            .AddAccessPolicy(new AccessPolicy { AllowedCallers = ["web"] })
            .AddRateLimit(new RateLimit(1, TimeSpan.FromDays(1))));

        // The refused call has taken nothing of the limit, and the second that is let in is past it.
        Assert.That((await safe.EvaluateAsync(1)).Evidence.Single().Code, Is.EqualTo("access.caller-missing"));
        Assert.That((await safe.EvaluateAsync(1, new(Caller: "web"))).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That((await safe.EvaluateAsync(1, new(Caller: "web"))).Evidence.Single().Code, Is.EqualTo("rate.exceeded"));
        await killSwitch.EngageAsync("anna", "Test.");
        Assert.That((await safe.EvaluateAsync(1)).Evidence.Single().Code, Is.EqualTo("killswitch.engaged"));
    }
}
