using AISafety.Rollout;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class RolloutOptionsTests
{
    private static readonly (string Says, Func<RolloutOptions, RolloutOptions> Change)[] s_faults =
    [
        ("Name is 'a b'", one => one with { Name = "a b" }),
        ("Name is ''", one => one with { Name = "" }),
        ("Name is null", one => one with { Name = null! }),
        ("StableVersion is ' '", one => one with { StableVersion = " " }),
        ("CandidateVersion is null", one => one with { CandidateVersion = null! }),
        ("CandidateVersion is '1.0'", one => one with { CandidateVersion = "1.0" }),
        ("fewer than two steps", one => one with { Steps = [new(1)] }),
        ("Share is 0.05; expected more than the share of the step before it", one => one with { Steps = [new(0.25), new(0.05), new(1)] }),
        ("Share is 0.5; expected 1 at the last step", one => one with { Steps = [new(0.25), new(0.5)] }),
        ("Share is 1; expected 1 at the last step, and less before it", one => one with { Steps = [new(1), new(1.5)] }),
        ("Share is 0; expected more than 0", one => one with { Steps = [new(0), new(1)] }),
        ("Share is NaN", one => one with { Steps = [new(double.NaN), new(1)] }),
        ("MinCandidateKeys is -1", one => one with { Steps = [new(0.5) { MinCandidateKeys = -1 }, new(1)] }),
        ("MinDuration", one => one with { Steps = [new(0.5) { MinDuration = TimeSpan.FromSeconds(-1) }, new(1)] }),
        ("Steps is null; expected at least two steps", one => one with { Steps = null! }),
        ("Steps holds null", one => one with { Steps = [new(0.5), null!, new(1)] }),
        ("without gates", one => one with { Gates = [] }),
        ("Gates is null; expected at least one gate", one => one with { Gates = null! }),
        ("Gates holds null", one => one with { Gates = [null!] }),
        ("Name is ' '", one => one with { Gates = [RolloutGate.ErrorRate(0.1) with { Name = " " }] }),
        ("GivenKeys is null; expected keys and versions", one => one with { GivenKeys = null! }),
        ("Alpha is 0", one => one with { Alpha = 0 }),
        ("PromotionAlpha is 0.6", one => one with { PromotionAlpha = 0.6 }),
        ("SampleRatioAlpha is NaN", one => one with { SampleRatioAlpha = double.NaN }),
        ("Processes is 0", one => one with { Processes = 0 }),
        ("CallsPerKey is 0", one => one with { CallsPerKey = 0 }),
        ("KeyCapacity is 1", one => one with { KeyCapacity = 1 }),
        ("MaxDriftEjection is 0", one => one with { MaxDriftEjection = 0 }),
        ("DriftHold", one => one with { DriftHold = TimeSpan.Zero }),
        ("JudgedAfter", one => one with { JudgedAfter = TimeSpan.FromSeconds(-1) }),
        ("MaxStoreSilence", one => one with { MaxStoreSilence = TimeSpan.Zero }),
        ("PollInterval", one => one with { PollInterval = TimeSpan.Zero }),
        ("version '2.0', which is no arm", one => one with { GivenKeys = new Dictionary<string, string> { ["tester"] = "2.0" } }),
    ];

    [TestCaseSource(nameof(s_faults))]
    public void AddRollout_refuses((string Says, Func<RolloutOptions, RolloutOptions> Change) fault) =>
        Assert.That(() => new Scene(fault.Change), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains(fault.Says));

    [Test]
    public void AddRollout_refuses_a_second_rollout_and_a_candidate_of_another_width()
    {
        Assert.That(
            () => new Scene(configure: safety => safety.AddRollout(Model.FromDelegate<Visit, string>(_ => ""), Scene.Default)),
            Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("AddRollout was called twice"));
        Assert.That(
            () => new Wide(3).WithSafety(safety => safety.AddRollout(new Wide(4), Scene.Default)),
            Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("takes 4 numbers and the stable version 3"));
    }

    [Test]
    public void RolloutGate_refuses_what_makes_no_sense()
    {
        Assert.That(() => RolloutGate.Latency(TimeSpan.Zero, 0, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => RolloutGate.Latency(TimeSpan.FromSeconds(1), -0.1, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("slack"));
        Assert.That(() => RolloutGate.Latency(TimeSpan.FromMilliseconds(1), double.NaN, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("slack"));
        Assert.That(() => RolloutGate.Latency(TimeSpan.FromDays(1), 0.1, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("stableP95"));
        Assert.That(() => RolloutGate.OutputShift(default, [], 0.1), Throws.ArgumentException);
        Assert.That(() => RolloutGate.OutputShift(default, [1, 1], 0.1), Throws.ArgumentException);
        Assert.That(() => RolloutGate.FairnessGap(default, default, 1, 1, 0.1), Throws.ArgumentException);
        Assert.That(() => RolloutGate.Metric(default, 1, 1, 0.1), Throws.ArgumentException);
        Assert.That(() => RolloutGate.Loss(default, null!, 0.1), Throws.ArgumentNullException);
    }

    private sealed class Wide(int width) : IModel<float[], float>, IFixedWidthModel
    {
        public int Width => width;

        public ValueTask<float> PredictAsync(float[] input, CancellationToken cancellationToken = default) => new(0);
    }
}
