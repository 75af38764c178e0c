using System.Security.Claims;
using AISafety.Access;

namespace AISafety.Tests.Access;

[TestFixture]
public sealed class AccessPolicyTests
{
    private static readonly ClaimsPrincipal s_anonymous = new(new ClaimsIdentity([new Claim(ClaimTypes.Role, "clerk"), new Claim("scope", "score")]));
    private static readonly ClaimsPrincipal s_clerk = User(new(ClaimTypes.Role, "clerk"), new("scope", "score"));

    private static IEnumerable<TestCaseData> Calls()
    {
        AccessPolicy callers = new() { AllowedCallers = ["web", "batch"], DeniedCallers = ["batch"] };
        yield return Case(callers, new(Caller: "web"), null);
        yield return Case(callers, new(Caller: "batch"), "access.caller-denied");
        yield return Case(callers, new(Caller: "other"), "access.caller");
        yield return Case(callers, new(Caller: "Web"), "access.caller");
        yield return Case(callers, default, "access.caller-missing");
        yield return Case(callers, new(Caller: " "), "access.caller-missing");
        yield return Case(new() { DeniedCallers = ["batch"] }, new(Caller: "other"), null);
        yield return Case(new() { DeniedCallers = ["batch"] }, default, "access.caller-missing");
        yield return Case(new() { AllowedCallers = [] }, new(Caller: "web"), "access.caller");

        AccessPolicy purposes = new() { AllowedPurposes = ["credit"] };
        yield return Case(purposes, new(Purpose: "credit"), null);
        yield return Case(purposes, new(Purpose: "marketing"), "access.purpose");
        yield return Case(purposes, new(Caller: "web"), "access.purpose-missing");

        AccessPolicy roles = new() { AnyRole = ["clerk", "judge"] };
        yield return Case(roles, new(User: s_clerk), null);
        yield return Case(roles, new(User: User(new Claim(ClaimTypes.Role, "guest"))), "access.role");
        yield return Case(roles, new(User: s_anonymous), "access.anonymous");
        yield return Case(roles, new(User: new ClaimsPrincipal()), "access.anonymous");
        yield return Case(roles, new(Caller: "web"), "access.anonymous");

        // What an identity says of itself that nobody has authenticated is worth nothing, whoever stands beside it.
        ClaimsPrincipal mixed = new([new ClaimsIdentity([], "password"), new ClaimsIdentity([new Claim(ClaimTypes.Role, "clerk")])]);
        yield return Case(roles, new(User: mixed), "access.role");
        ClaimsPrincipal own = new(new ClaimsIdentity([new Claim("group", "clerk")], "password", "name", "group"));
        yield return Case(roles, new(User: own), null);

        AccessPolicy claims = new() { Claims = [new("scope", "score", "all"), new("tenant")] };
        yield return Case(claims, new(User: User(new("scope", "all"), new("tenant", "7"))), null);
        yield return Case(claims, new(User: User(new Claim("scope", "all"))), "access.claim");
        yield return Case(claims, new(User: User(new("scope", "read"), new("tenant", "7"))), "access.claim");

        yield return Case(new() { RequireUser = true }, new(User: s_clerk), null);
        yield return Case(new() { RequireUser = true }, new(User: s_anonymous), "access.anonymous");
        yield return Case(new() { DeniedCallers = ["web"], AnyRole = ["clerk"] }, new(Caller: "web", User: s_clerk), "access.caller-denied");

        static TestCaseData Case(AccessPolicy policy, CallInfo call, string? code) => new(policy, call, code);
    }

    [TestCaseSource(nameof(Calls))]
    public async Task Decide_each_rule_as_it_is_documented(AccessPolicy policy, CallInfo call, string? code)
    {
        AccessDecision decision = policy.Decide(call);

        Assert.That((decision.IsAllowed, decision.Denial?.Code), Is.EqualTo((code is null, code)));
        Assert.That((await policy.DecideAsync(call, default)).Denial?.Code, Is.EqualTo(code));
    }

    [Test]
    public void Default_decision_denies() => Assert.That((default(AccessDecision).IsAllowed, default(AccessDecision).Denial?.Code), Is.EqualTo((false, "access.no-decision")));

    [Test]
    public void Denials_name_no_caller_and_no_purpose()
    {
        AccessPolicy policy = new() { AllowedCallers = ["known-caller"], AllowedPurposes = ["known-purpose"] };

        Assert.That(policy.Decide(new(Caller: "secret-caller")).Denial!.Message, Does.Not.Contain("secret").And.Not.Contain("known-"));
        Assert.That(policy.Decide(new(Caller: "known-caller", Purpose: "secret")).Denial!.Message, Does.Not.Contain("secret").And.Not.Contain("known-"));
    }

    [Test]
    public void Options_that_name_nobody_are_refused()
    {
        Assert.That(() => new AccessPolicy { AllowedCallers = ["web", " "] }, Throws.ArgumentException.With.Message.Contains("AllowedCallers"));
        Assert.That(() => new AccessPolicy { AnyRole = [null!] }, Throws.ArgumentException.With.Message.Contains("AnyRole"));
        Assert.That(() => new AccessPolicy { Claims = [null!] }, Throws.ArgumentException.With.Message.Contains("Claims"));
        Assert.That(() => new RequiredClaim(" "), Throws.ArgumentException);
        Assert.That(() => new RequiredClaim("scope", [null!]), Throws.ArgumentException);
    }

    [Test]
    public void With_keeps_the_rules_that_are_not_changed()
    {
        AccessPolicy policy = new AccessPolicy { DeniedCallers = ["batch"] } with { RequireUser = true };

        Assert.That(policy.Decide(new(Caller: "batch", User: s_clerk)).Denial?.Code, Is.EqualTo("access.caller-denied"));
        Assert.That(policy.Decide(new(Caller: "web")).Denial?.Code, Is.EqualTo("access.anonymous"));
    }

    private static ClaimsPrincipal User(params Claim[] claims) => new(new ClaimsIdentity(claims, "password"));
}
