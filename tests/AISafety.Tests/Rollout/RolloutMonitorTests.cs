using AISafety.Alerts;
using AISafety.Rollout;
using AISafety.Telemetry;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class RolloutMonitorTests
{
    [TestCase(1_000, HealthState.Degraded)]
    [TestCase(100, HealthState.Healthy)]
    public async Task GetHealth_says_that_evidence_is_lost(int lost, HealthState expected)
    {
        await using Scene scene = new();
        RolloutMonitor monitor = new(scene.Rollout, () => [new("other", 20_000, 0, 20_000), new("rollout", 20_000, 20_000 - lost, lost)]);

        PartHealth health = monitor.GetHealth();

        Assert.That((health.Part, health.State), Is.EqualTo(("rollout.evidence", expected)));
        Assert.That(health.Reason.Contains("1,000 of 20,000 recorded calls were lost", StringComparison.Ordinal), Is.EqualTo(expected == HealthState.Degraded));
    }

    [Test]
    public async Task Observe_of_a_gate_that_cannot_read_leaves_the_others_their_readings()
    {
        // A gate whose handle is of no builder; AddRollout would have refused it.
        FakeTimeProvider clock = new();
        ModelRollout rollout = new(
            Scene.Default with { Gates = [RolloutGate.Metric(default, 0, 1, 0.1), RolloutGate.ErrorRate(0.1)], JudgedAfter = TimeSpan.Zero },
            clock,
            new AlertPort(clock),
            ModelTelemetry.None);
        rollout.Begin();
        RolloutMonitor monitor = new(rollout, static () => []);
        await using Scene scene = new(null, safety => safety.AddMonitor(new Scripted.Monitor("beside", monitor.Observe)), clock);

        await scene.VisitAsync(100, static _ => new());

        Assert.That(
            rollout.GetReport().Gates.Select(static gate => (gate.StableReadings + gate.CandidateReadings, gate.StableCalls + gate.CandidateCalls)),
            Is.EqualTo(new[] { (0L, 100L), (100L, 100L) }));
    }
}
