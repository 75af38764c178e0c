using AISafety.Performance;
using AISafety.Resilience;
using AISafety.Rollout;
using AISafety.Tests.Rollout;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;

namespace AISafety.Tests.Resilience;

/// <summary>What a lower rung or a hedge's second model answers is no answer of the model's, for those who watch the model.</summary>
[TestFixture]
public sealed class StandInTests
{
    private const float Wrong = 100;

    /// <summary>Answers what it is asked, which is right; fails for less than 0.</summary>
    private static readonly IModel<float, float> s_model = Model.FromDelegate<float, float>(static input => input < 0 ? throw new InvalidOperationException() : input);

    private static readonly IModel<float, float> s_small = Model.FromDelegate<float, float>(static _ => Wrong);

    private static IEnumerable<TestCaseData> Ways()
    {
        static TestCaseData Way(string name, string by, Action<SafetyBuilder<float, float>> add) => new TestCaseData(add, by).SetArgDisplayNames(name);
        yield return Way("rung of a model", "small", static safety => safety.AddDegradation(static rungs => rungs.Model("small", s_small)));
        yield return Way("rung of rules", "rules", static safety => safety.AddDegradation(static rungs => rungs.Rules(static _ => Wrong)));
        yield return Way("hedge", "second", static safety => safety.AddHedging(s_small, TimeSpan.FromHours(1)));
        yield return Way("hedge that is retried", "second", static safety => safety.AddHedging(s_small, TimeSpan.FromHours(1)).AddRetry());
        yield return Way("hedge of a hedge", "second", static safety => safety.AddHedging(s_small, TimeSpan.FromHours(1)).AddHedging(s_model, TimeSpan.FromHours(1), "third"));
        yield return Way("hedge that is called as an arm", "stable", static safety => safety.AddHedging(s_small, TimeSpan.FromHours(1), "stable"));
        yield return Way("hedge inside a ladder", "second", static safety => safety
            .AddHedging(s_small, TimeSpan.FromHours(1)).AddDegradation(static rungs => rungs.Refuse()));
        yield return Way("hedge that waits", "second", static safety => safety.AddHedging(
            Model.FromDelegate<float, float>(static async (_, _) =>
            {
                await Task.Yield();
                return Wrong;
            }),
            TimeSpan.FromHours(1)));
    }

    [TestCaseSource(nameof(Ways))]
    public async Task Answer_of_a_stand_in_is_not_the_models_and_says_who_served(Action<SafetyBuilder<float, float>> add, string by)
    {
        List<(string, bool, bool)> seen = [];
        await using SafeModel<float, float> safe = s_model.WithSafety(safety =>
        {
            add(safety);
            safety.UseOutcomes(static output => output).AddMonitor(new Scripted.Monitor("watch", (block, _) =>
            {
                for (int row = 0; row < block.RowCount; row++)
                {
                    seen.Add((block.ServedByName(block.ServedBy[row]), block.IsModelsAnswer(row), block.HasLabels));
                }
            }));
        });
        SafetyResult<float> own = await safe.EvaluateAsync(1);
        SafetyResult<float> other = await safe.EvaluateAsync(-1);
        SafetyResult<float> after = await safe.EvaluateAsync(2);
        await safe.FlushAsync();
        safe.ReportLabel(other.CallId, 1);
        await safe.FlushAsync();

        Assert.That((own.ServedBy, other.ServedBy, other.Output, after.ServedBy), Is.EqualTo(("model", by, Wrong, "model")));
        Assert.That(seen, Is.EqualTo(new[] { ("model", true, false), (by, false, false), ("model", true, false), (by, false, true) }));
    }

    [TestCaseSource(nameof(Ways))]
    public async Task Errors_of_a_stand_in_are_none_of_the_models(Action<SafetyBuilder<float, float>> add, string by)
    {
        PerformanceReadings readings = new();
        CircuitBreakerHandle circuit = new();
        List<string> alerts = [];
        await using SafeModel<float, float> safe = s_model.WithSafety(safety =>
        {
            add(safety);
            safety
                .UseOutcomes(static output => output)
                .AddRegressionMonitoring(static output => output, null, readings)
                .AddErrorDriftDetection()
                .AddHarmfulShiftDetection(ReferenceRisk.FromMean(0.1, 1_000))
                .AddEstimatedHarmfulShiftDetection(ReferenceRisk.FromMean(0.1, 1_000), static output => output == Wrong ? 1 : 0)
                .AddCircuitBreaker(new() { ErrorRatio = 0.2, MinimumLabels = 20 }, circuit)
                .OnAlert(alert => alerts.Add(alert.Code));
        });
        for (int i = 0; i < 800; i++)
        {
            SafetyResult<float> result = await safe.EvaluateAsync(i < 400 ? 1 : -1);
            Assert.That(result.ServedBy, Is.EqualTo(i < 400 ? "model" : by));
            safe.ReportLabel(result.CallId, 1);
            if (i % 100 == 99)
            {
                await safe.FlushAsync();
            }
        }

        PerformanceReading error = readings.Find(PerformanceMetric.MeanAbsoluteError)!;
        Assert.That((error.Count, error.Value, circuit.State), Is.EqualTo((400L, 0.0, CircuitState.Closed)));
        Assert.That(alerts.Where(static code => code != "degraded"), Is.Empty);
    }

    [Test]
    public async Task Second_model_that_answers_first_is_no_stand_in_where_the_first_had_answered_null()
    {
        int asked = 0;
        List<bool> seen = [];
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(_ => asked++ == 0 ? null! : "first").WithSafety(safety => safety
            .AddHedging(Model.FromDelegate<int, string>(static _ => null!), TimeSpan.FromHours(1))
            .AddRetry(new() { Delay = TimeSpan.Zero, UseJitter = false })
            .AddMonitor(new Scripted.Monitor("watch", (block, _) => seen.Add(block.IsModelsAnswer(0)))));

        SafetyResult<string> result = await safe.EvaluateAsync(1);
        await safe.FlushAsync();

        Assert.That((result.Output, result.ServedBy, seen.Single()), Is.EqualTo(("first", "model", true)));
    }

    [Test]
    public async Task Answers_of_a_stand_in_give_their_places_in_the_trial_of_a_circuit_to_others()
    {
        FakeTimeProvider clock = new();
        CircuitBreakerHandle circuit = new();
        await using SafeModel<float, float> safe = s_model.WithSafety(safety => safety
            .UseTimeProvider(clock)
            .UseOutcomes(static output => output)
            .AddHedging(s_small, TimeSpan.FromHours(1))
            .AddCircuitBreaker(new() { ErrorRatio = 0.5, MinimumLabels = 4 }, circuit)
            .AddFallback(0f));
        await AskAsync(8, 1, 7);
        Assert.That(circuit.State, Is.EqualTo(CircuitState.Open));
        clock.Advance(TimeSpan.FromSeconds(10));

        await AskAsync(8, -1, 7);
        Assert.That(circuit.State, Is.EqualTo(CircuitState.HalfOpen));
        await AskAsync(4, 1, 1);
        Assert.That(circuit.State, Is.EqualTo(CircuitState.Closed));

        async Task AskAsync(int count, float input, float label)
        {
            for (int i = 0; i < count; i++)
            {
                safe.ReportLabel((await safe.EvaluateAsync(input)).CallId, label);
            }

            await safe.FlushAsync();
        }
    }

    [Test]
    public async Task Arms_of_a_rollout_are_the_model_and_a_stand_in_says_nothing_at_its_gates()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<float> never = new();
        List<(string, bool)> seen = [];
        IModel<float, float> version = Model.FromDelegate<float, float>((input, _) => input < 0 ? new(never.Task) : new(input));
        await using SafeModel<float, float> safe = version.WithSafety(safety =>
        {
            ColumnHandle score = safety.AddColumn("score", static (_, output) => output);
            safety
                .UseTimeProvider(clock)
                .AddOutputGuard(new Ceiling())
                .AddFallback(0f)
                .AddHedging(Model.FromDelegate<float, float>(static input => input < -1 ? 2 * Wrong : Wrong), TimeSpan.FromSeconds(1))
                .AddRollout(version, Scene.Default with
                {
                    Steps = [new(0.5) { MinCandidateKeys = long.MaxValue }, new(1)],
                    Gates = [RolloutGate.Metric(score, 0, 10, 0.1), RolloutGate.BlockRate(0.1)],
                })
                .AddMonitor(new Scripted.Monitor("watch", (block, _) =>
                {
                    for (int row = 0; row < block.RowCount; row++)
                    {
                        seen.Add((block.ServedByName(block.ServedBy[row]), block.IsModelsAnswer(row)));
                    }
                }));
        });
        for (int i = 0; i < 20; i++)
        {
            await safe.EvaluateAsync(1, new(Key: $"user-{i}"));
        }

        Task[] hedged = [AskAsync(-1), AskAsync(-2)];
        clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(hedged);
        await safe.FlushAsync();

        Assert.That(seen.Distinct(), Is.EquivalentTo(new[] { ("stable", true), ("candidate", true), ("second", false), ("fallback-constant", false) }));
        GateStatus[] gates = [.. safe.Rollout!.GetReport().Gates];
        Assert.That(gates[0].StableCount + gates[0].CandidateCount, Is.EqualTo(20));
        Assert.That((gates[1].StableMean, gates[1].CandidateMean), Is.EqualTo((0.0, 0.0)), "what was refused was not the arm's");
        never.SetResult(0);

        async Task AskAsync(float input) => await safe.EvaluateAsync(input, new(Key: $"slow-{input}"));
    }

    private sealed class Ceiling : IOutputGuard<float, float>
    {
        public string Name => "ceiling";

        public ValueTask<Verdict<float>> InspectAsync(float input, float output, SafetyContext context) =>
            new(output > Wrong ? Verdict.Block("output.high", "The output is too high.") : Verdict.Allow);
    }
}
