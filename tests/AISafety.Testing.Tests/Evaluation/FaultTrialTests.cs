using System.Text.Json.Nodes;
using AISafety.Evaluation.Rollout;

namespace AISafety.Testing.Tests;

[TestFixture]
public sealed class FaultTrialTests
{
    [Test]
    public async Task Run_of_a_few_calls_balances_its_books()
    {
        IReadOnlyList<JsonNode> rows = await FaultTrial.RunAsync(calls: 5_000, seed: 3, concurrency: 64, budget: TimeSpan.FromMinutes(1));
        JsonNode books = rows.Single(static row => (string?)row["table"] == "faults: the books");

        Assert.That(books["wrong"]!.AsArray(), Is.Empty, books.ToJsonString());
        Assert.That(((long)books["in"]!, (long)books["out"]!), Is.EqualTo((5_000L, 5_000L)));
        Assert.That(Of("how calls ended").Select(static row => (string?)row["outcome"]).Distinct(), Is.EqualTo(new[] { "Output", "Fallback", "Refusal" }));
        Assert.That(Of("how calls ended").Sum(static row => (long)row["calls"]!), Is.EqualTo(5_000));
        Assert.That(Of("injected"), Is.All.Matches<JsonNode>(static row => (long)row["injected"]! > 0));
        Assert.That(Of("denied").Select(static row => (string?)row["guard"]), Is.SupersetOf(new[] { "circuit-breaker", "kill-switch" }));
        Assert.That(Of("transitions of the circuit").Select(static row => (string?)row["to"]), Has.Member("open"));
        Assert.That((string?)Of("the rollback").Single()["status"], Is.EqualTo("RolledBack"));
        Assert.That(Of("monitors").Select(static row => (string?)row["monitor"]), Is.SupersetOf(new[] { "rollout", "stuck", "counting" }));
        Assert.That(Of("monitors").Select(static row => (long)row["recorded"]!), Is.All.EqualTo(5_000));

        IEnumerable<JsonNode> Of(string table) => rows.Where(row => (string?)row["table"] == "faults: " + table);
    }
}
