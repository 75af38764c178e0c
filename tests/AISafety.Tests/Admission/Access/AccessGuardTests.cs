using AISafety.Access;
using AISafety.Tests.Support;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace AISafety.Tests.Access;

[TestFixture]
public sealed class AccessGuardTests
{
    [Test]
    public async Task AddAccessPolicy_denies_with_the_policys_code_and_never_asks_the_model()
    {
        int asked = 0;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(input => $"{++asked}")
            .WithSafety(safety => safety.AddAccessPolicy(new AccessPolicy { AllowedCallers = ["web"] }));

        SafetyResult<string> denied = await safe.EvaluateAsync(1, new(Caller: "other"));
        SafetyResult<string> allowed = await safe.EvaluateAsync(1, new(Caller: "web"));

        Assert.That((denied.Action, denied.HasOutput, denied.Evidence.Single().Code, denied.Evidence.Single().Guard), Is.EqualTo((SafetyAction.Block, false, "access.caller", "access")));
        Assert.That((allowed.Action, allowed.Output), Is.EqualTo((SafetyAction.Allow, "1")));
    }

    [Test]
    public async Task AddAccessPolicy_policy_that_throws_denies()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddAccessPolicy(new Policy(_ => throw new InvalidOperationException())));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That((result.Action, result.Evidence.Single().Code), Is.EqualTo((SafetyAction.Block, EvidenceCodes.GuardFailed)));
    }

    [Test]
    public async Task AddAccessPolicy_policy_that_takes_time_is_waited_for()
    {
        TaskCompletionSource<AccessDecision> decision = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddAccessPolicy(new Policy(_ => new(decision.Task))));

        Task<SafetyResult<string>> pending = safe.EvaluateAsync(1).AsTask();
        Assert.That(pending.IsCompleted, Is.False);
        decision.SetResult(default);

        Assert.That((await pending).Evidence.Single().Code, Is.EqualTo("access.no-decision"));
    }

    [Test]
    public async Task AddAccessPolicy_report_only_lets_the_call_in_and_counts_what_it_would_deny()
    {
        using Watched watched = new();
        using MetricCollector<long> denied = watched.Collect<long>("aisafety.admission.denied");
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseName("credit").UseMetrics(watched.Meters)
            .AddAccessPolicy(new AccessPolicy { RequireUser = true }, new() { Mode = GuardMode.ReportOnly }));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That((result.Action, result.Evidence.Single().Mode), Is.EqualTo((SafetyAction.Allow, GuardMode.ReportOnly)));
        Assert.That(Watched.Texts(denied), Is.EqualTo(new[] { "code=access.anonymous guard=access model=credit: 1" }));
    }

    [Test]
    public void AddAccessPolicy_without_a_rule_is_refused() => Assert.That(
        () => new SafetyBuilder<int, string>(Scripted.Model).AddAccessPolicy(new AccessPolicy()),
        Throws.TypeOf<SafetyBuildException>().With.Message.Contains("no rule"));

    private sealed class Policy(Func<CallInfo, ValueTask<AccessDecision>> decide) : IAccessPolicy
    {
        public ValueTask<AccessDecision> DecideAsync(CallInfo call, CancellationToken cancellationToken) => decide(call);
    }
}
