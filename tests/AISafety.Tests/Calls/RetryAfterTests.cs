using AISafety.Tests.Support;

namespace AISafety.Tests.Calls;

[TestFixture]
public sealed class RetryAfterTests
{
    private static Admission Denied(double? seconds) => Admission.Deny(new("test.full", "Full.") { RetryAfter = seconds is { } some ? TimeSpan.FromSeconds(some) : null });

    private static SafeModel<int, string> Build(GuardMode mode, double? seconds, Action<SafetyBuilder<int, string>>? more = null) => Scripted.Model.WithSafety(safety =>
    {
        safety.AddInputGuard(Scripted.Input((_, _) => new(Verdict.Flag(new("test.flag", "So so.") { RetryAfter = TimeSpan.FromDays(1) }))));
        safety.AddAdmissionGuard(_ => new Fixed(Denied(seconds)), new() { Mode = mode });
        more?.Invoke(safety);
    });

    [TestCase(GuardMode.Enforce, 7.0, 7.0)]
    [TestCase(GuardMode.Enforce, null, null)]
    [TestCase(GuardMode.ReportOnly, 7.0, null)]
    public async Task RetryAfter_is_what_stopped_the_call(GuardMode mode, double? said, double? expected)
    {
        await using SafeModel<int, string> safe = Build(mode, said);

        Assert.That((await safe.EvaluateAsync(1)).RetryAfter?.TotalSeconds, Is.EqualTo(expected));
    }

    [Test]
    public async Task RetryAfter_is_of_the_exception_as_well_and_stays_when_a_fallback_answers()
    {
        await using SafeModel<int, string> refused = Build(GuardMode.Enforce, 7);
        await using SafeModel<int, string> answered = Build(GuardMode.Enforce, 7, static safety => safety.AddFallback("sorry"));

        Assert.That(Assert.ThrowsAsync<SafetyBlockedException>(async () => await refused.PredictAsync(1))!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That((await answered.EvaluateAsync(1)).RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(default(SafetyResult<string>).RetryAfter, Is.Null);
    }

    [Test]
    public void RetryAfter_of_several_is_the_longest()
    {
        Evidence[] evidence = [.. new int?[] { 3, 9, null, 5 }.Select(static seconds =>
            new Evidence("test.full", "Full.") { RetryAfter = seconds is { } some ? TimeSpan.FromSeconds(some) : null }.Stamped("g", SafetyAction.Block, GuardMode.Enforce))];

        Assert.That(new SafetyResult<string>(default, SafetyAction.Block, false, null, "none", evidence).RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(9)));
    }

    private sealed class Fixed(Admission admission) : IAdmissionGuard<int>
    {
        public string Name => "fixed";

        public ValueTask<Admission> AdmitAsync(int input, SafetyContext context) => new(admission);

        public void Completed(in CallSummary call)
        {
        }
    }
}
