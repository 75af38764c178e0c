using AISafety.Access;
using AISafety.Incidents;
using AISafety.Limits;
using AISafety.Rollout;
using AISafety.Tests.Support;

namespace AISafety.Tests.Building;

/// <summary>What a model has one of: a second one could not be told apart in metrics and alerts.</summary>
[TestFixture]
public sealed class OnceTests
{
    private static readonly (string Verb, Action<SafetyBuilder<int, string>> Add)[] s_parts =
    [
        ("AddCircuitBreaker", static safety => safety.AddCircuitBreaker()),
        ("AddBulkhead", static safety => safety.AddBulkhead(1)),
        ("AddConcurrencyLimit", static safety => safety.AddConcurrencyLimit(1)),
        ("AddIncidents", static safety => safety.AddIncidents()),
        ("AddIncidents", static safety => safety.AddIncidents(new IncidentDesk())),
        ("AddRollout", static safety => safety.AddRollout(Scripted.Model, new() { Name = "r", Gates = [RolloutGate.ErrorRate(0.1)], Steps = [new(0.5), new(1)] })),
    ];

    [TestCaseSource(nameof(s_parts))]
    public void Part_that_a_model_has_one_of_is_refused_the_second_time((string Verb, Action<SafetyBuilder<int, string>> Add) part)
    {
        SafetyBuilder<int, string> builder = new(Scripted.Model);
        part.Add(builder);

        Assert.That(() => part.Add(builder), Throws.TypeOf<SafetyBuildException>().With.Message.StartsWith($"{part.Verb} was called twice"));
    }

    [Test]
    public void Part_that_is_told_apart_by_its_name_is_refused_when_it_has_the_same()
    {
        RateLimit limit = new(1, TimeSpan.FromDays(1));
        Assert.That(() => Scripted.Model.WithSafety(safety => safety.AddCallerRateLimit(limit).AddCallerRateLimit(limit)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'caller-rate-limit'"));
        Assert.That(
            () => Scripted.Model.WithSafety(safety => safety.AddCallerBlocklist(new CallerBlocklist()).AddCallerBlocklist(new CallerBlocklist())),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'caller-blocklist'"));
    }

    [Test]
    public void Option_that_is_blank_is_quoted() => Assert.That(
        () => new SafetyBuilder<int, string>(Scripted.Model).AddRollout(Scripted.Model, new() { Name = " ", Gates = [RolloutGate.ErrorRate(0.1)], Steps = [new(1)] }), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Name is ' '; expected"));

    [Test]
    public void Argument_of_a_verb_is_named_once() => Assert.That(
        () => new SafetyBuilder<int, string>(Scripted.Model).AddTimeout(TimeSpan.Zero), Throws.TypeOf<SafetyBuildException>().With.Message.StartsWith("'AddTimeout': timeout is 00:00:00; expected"));
}
