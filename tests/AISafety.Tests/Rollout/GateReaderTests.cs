using AISafety.Rollout;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class GateReaderTests
{
    [Test]
    public async Task Gates_read_failures_refusals_numbers_groups_and_outcomes()
    {
        ColumnHandle score = default;
        await using SafeModel<float, float> safe = Version().WithSafety(safety =>
        {
            score = safety.AddColumn("score", static (_, output) => output);
            CodesHandle groups = safety.AddCodes("group", static input => input < 0.5f ? "a" : "b", ["a", "b"]);
            safety
                .UseOutcomes(static output => output)
                .AddOutputGuard(new Ceiling())
                .AddFallback(0f)
                .AddRollout(Version(), new()
                {
                    Name = "readers",
                    Steps = [new(0.5) { MinCandidateKeys = long.MaxValue }, new(1)],
                    Gates =
                    [
                        RolloutGate.ErrorRate(0.1),
                        RolloutGate.BlockRate(0.1),
                        RolloutGate.Metric(score, 0, 10, 0.1),
                        RolloutGate.FairnessGap(score, groups, 0, 1, 0.1),
                        RolloutGate.Loss(score, static (prediction, label) => Math.Abs(prediction - label), 0.1),
                        RolloutGate.Latency(TimeSpan.FromHours(1), 0, 0.1),
                    ],
                });
        });
        CallId good = (await safe.EvaluateAsync(0.25f)).CallId;
        await safe.EvaluateAsync(0.75f);
        await safe.EvaluateAsync(-1f);
        await safe.EvaluateAsync(100f);
        safe.ReportLabel(good, 0.75f);
        await safe.FlushAsync();

        (string Gate, long Count, double Sum)[] read = [.. safe.Rollout!.GetReport().Gates.Select(static gate => (
            gate.Gate,
            gate.StableCount + gate.CandidateCount,
            Math.Round(SumOf(gate.StableCount, gate.StableMean, gate.StableGroups) + SumOf(gate.CandidateCount, gate.CandidateMean, gate.CandidateGroups), 6)))];

        // One failed, one was refused; of the two answers the scores are 0.25 and 0.75.
        Assert.That(read, Is.EqualTo(new[]
        {
            ("errors", 4L, 1.0),
            ("blocks", 4L, 1.0),
            ("score", 2L, 1.0),
            ("gap in group", 2L, 1.0),
            ("loss", 1L, 0.5),
            ("latency", 4L, 1.0),
        }));
    }

    private static double SumOf(long count, double mean, GroupRates? groups) => groups is { } both
        ? SumOf(both.AdvantagedCount, both.AdvantagedRate, null) + SumOf(both.DisadvantagedCount, both.DisadvantagedRate, null)
        : count > 0 ? count * mean : 0;

    private sealed class Ceiling : IOutputGuard<float, float>
    {
        public string Name => "ceiling";

        public ValueTask<Verdict<float>> InspectAsync(float input, float output, SafetyContext context) =>
            new(output > 10 ? Verdict.Block("output.high", "The output is too high.") : Verdict.Allow);
    }

    private static IModel<float, float> Version() => Model.FromDelegate<float, float>(static x => x < 0 ? throw new InvalidOperationException() : x);
}
