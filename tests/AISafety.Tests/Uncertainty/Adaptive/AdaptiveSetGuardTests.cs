using AISafety.Uncertainty;

namespace AISafety.Tests.Uncertainty.Adaptive;

public sealed class AdaptiveSetGuardTests
{
    private static readonly string[] _labels = ["a", "b", "c"];

    [Test]
    public async Task ReportLabel_late_or_never_judges_each_set_as_it_was_given([Values(2, 3)] int maximum)
    {
        // Some outcomes come at once, some up to 300 calls later, some never; where the maximum is 2, sets of 3 are stopped and judged all the same.
        const double Gamma = 0.05;
        Random random = new(3);
        List<AdaptiveSet<string>> given = [];
        AdaptiveSets<string> sets = new(_labels, [], new() { Coverage = 0.8, Gamma = Gamma });
        await using SafeModel<float, AdaptiveSet<string>> safe = Build(sets, maximum, given);
        PriorityQueue<(CallId Call, int Number), int> late = new();
        double level = 0.2;
        long covered = 0;
        long stopped = 0;
        for (int t = 0; t < 1500; t++)
        {
            SafetyResult<AdaptiveSet<string>> result = await safe.EvaluateAsync(random.NextSingle());
            stopped += result.Action == SafetyAction.Review ? 1 : 0;
            if (random.Next(4) > 0)
            {
                late.Enqueue((result.CallId, t), t + (random.Next(2) == 0 ? 0 : random.Next(300)));
            }

            while (late.TryPeek(out _, out int due) && due <= t)
            {
                Report(late.Dequeue());
            }

            if (t % 7 == 0)
            {
                await safe.FlushAsync();
            }
        }

        while (late.Count > 0)
        {
            Report(late.Dequeue());
        }

        await safe.FlushAsync();
        AdaptiveCoverage now = sets.GetSnapshot();
        Assert.That(now.Level, Is.EqualTo(level).Within(1e-9));
        Assert.That((now.CoveredCount, now.GivenCount, now.UnjudgedCount), Is.EqualTo((covered, 1500L, 0L)));
        Assert.That(now.UnlabelledCount, Is.EqualTo(1500 - now.LabelledCount).And.GreaterThan(200));
        Assert.That(now.FullCount, Is.GreaterThan(0));
        Assert.That(stopped, maximum == 2 ? Is.GreaterThan(50) : Is.LessThan(50));

        void Report((CallId Call, int Number) one)
        {
            int label = random.Next(3);
            bool isCovered = given[one.Number].Set.Contains(_labels[label]);
            level += Gamma * (0.2 - (isCovered ? 0 : 1));
            covered += isCovered ? 1 : 0;
            Assert.That(safe.ReportLabel(one.Call, label), Is.EqualTo(OutcomeStatus.Accepted));
        }
    }

    [Test]
    public async Task Sets_that_are_too_large_or_empty_are_stopped()
    {
        await using SafeModel<float, AdaptiveSet<string>> full = Build(new(_labels, []), 2);
        SafetyResult<AdaptiveSet<string>> large = await full.EvaluateAsync(0.5f);
        Assert.That((large.Action, large.Evidence[0].Code, large.Evidence[0].Score), Is.EqualTo((SafetyAction.Review, "adaptive-set.large", 3.0)));

        await using SafeModel<float, AdaptiveSet<string>> none = Build(new(_labels, new AdaptiveState(1.2, [])), 3);
        SafetyResult<AdaptiveSet<string>> empty = await none.EvaluateAsync(0.5f);
        Assert.That((empty.Action, empty.Evidence[0].Code), Is.EqualTo((SafetyAction.Review, "adaptive-set.empty")));
    }

    [Test]
    public async Task Full_sets_that_are_all_reviewed_become_smaller_again()
    {
        AdaptiveSets<string> sets = new(_labels, new AdaptiveState(-0.1, [.. Enumerable.Range(1, 99).Select(i => i / 200.0)]), new() { Gamma = 0.5 });
        await using SafeModel<float, AdaptiveSet<string>> safe = Build(sets, 2);
        for (int i = 0; i < 3; i++)
        {
            SafetyResult<AdaptiveSet<string>> result = await safe.EvaluateAsync(0.8f);
            Assert.That(result.Action, Is.EqualTo(SafetyAction.Review));
            safe.ReportLabel(result.CallId, 0);
            await safe.FlushAsync();
        }

        Assert.That(sets.GetSnapshot().Level, Is.EqualTo(-0.1 + 3 * 0.05).Within(1e-12));
        Assert.That((await safe.EvaluateAsync(0.8f)).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task Fallbacks_set_that_the_guard_stops_is_no_answer_of_the_model()
    {
        AdaptiveSets<string> sets = new(_labels, new AdaptiveState(-0.1, [.. Enumerable.Range(1, 99).Select(i => i / 200.0)]), new() { Gamma = 0.5 });
        IModel<float, AdaptiveSet<string>> model = Model.FromDelegate((float x) => Probabilities(x)).WithAdaptiveSets(p => p.AsMemory(), sets);
        await using SafeModel<float, AdaptiveSet<string>> safe = model.WithSafety(safety => safety
            .UseOutcomes(set => set.TopClass)
            .AddConfidenceThreshold(static set => 0, minimum: 0.5, otherwise: SafetyAction.Block)
            .AddFallback(model)
            .AddAdaptiveSets(sets, maximum: 2));
        SafetyResult<AdaptiveSet<string>> result = await safe.EvaluateAsync(0.8f);
        safe.ReportLabel(result.CallId, 0);
        await safe.FlushAsync();

        AdaptiveCoverage now = sets.GetSnapshot();
        Assert.That((result.Action, now.LabelledCount), Is.EqualTo((SafetyAction.Block, 0L)));
    }

    [TestCase(3f)]
    [TestCase(-1f)]
    [TestCase(0.5f)]
    public async Task ReportLabel_that_is_no_class_is_not_judged(float label)
    {
        AdaptiveSets<string> sets = new(_labels, new AdaptiveState(0.1, [0.5]));
        await using SafeModel<float, AdaptiveSet<string>> safe = Build(sets, 3);
        safe.ReportLabel((await safe.EvaluateAsync(0.8f)).CallId, label);
        await safe.FlushAsync();

        AdaptiveCoverage now = sets.GetSnapshot();
        Assert.That((now.Level, now.LabelledCount, now.UnjudgedCount), Is.EqualTo((0.1, 0L, 1L)));
    }

    [Test]
    public async Task Coverage_low_is_raised_and_over_when_windows_are_calm()
    {
        List<SafetyAlert> alerts = [];
        AdaptiveSets<string> sets = new(_labels, new AdaptiveState(0.1, [.. Enumerable.Range(1, 99).Select(i => i / 200.0)]), new() { Gamma = 0.001, CoverageWindow = 100 });
        await using SafeModel<float, AdaptiveSet<string>> safe = Build(sets, 3, alerts: alerts);
        await Report(100, 2);
        Assert.That(alerts.Select(alert => (alert.Monitor, alert.Code, alert.State)), Is.EqualTo(new[] { ("adaptive-set-coverage", "coverage.low", AlertState.Raised) }));
        Assert.That(alerts[0].Message, Does.StartWith("Sets hold the truth less often than 0.9"));

        await Report(600, 0);
        Assert.That(alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));

        async Task Report(int count, float label)
        {
            for (int i = 0; i < count; i++)
            {
                safe.ReportLabel((await safe.EvaluateAsync(0.8f)).CallId, label);
                if (i % 50 == 49)
                {
                    await safe.FlushAsync();
                }
            }
        }
    }

    [Test]
    public async Task Sixty_four_classes_are_recorded_and_judged()
    {
        AdaptiveSets<int> sets = new(Enumerable.Range(0, AdaptiveSets<int>.MostLabels), new AdaptiveState(0.1, [.. Enumerable.Range(1, 99).Select(i => i / 200.0)]));
        float[] probabilities = new float[AdaptiveSets<int>.MostLabels];
        probabilities[63] = 1;
        await using SafeModel<float, (string Name, AdaptiveSet<int> Set)> safe = Model.FromDelegate((float _) => probabilities)
            .WithAdaptiveSets(p => p.AsMemory(), sets, (_, set) => (Name: "own", Set: set))
            .WithSafety(safety => safety.UseOutcomes(output => output.Set.TopClass).AddAdaptiveSets(output => output.Set, sets, maximum: 5));
        SafetyResult<(string Name, AdaptiveSet<int> Set)> result = await safe.EvaluateAsync(0);
        Assert.That(result.Output.Set.Set.Labels, Is.EqualTo(new[] { 63 }));
        safe.ReportOutcome(result.CallId, result.Output);
        safe.ReportLabel((await safe.EvaluateAsync(0)).CallId, 0);
        await safe.FlushAsync();

        AdaptiveCoverage now = sets.GetSnapshot();
        Assert.That((now.LabelledCount, now.CoveredCount), Is.EqualTo((2L, 1L)));
    }

    [Test]
    public void Build_without_outcomes_or_with_a_bad_maximum_is_refused()
    {
        AdaptiveSets<string> sets = new(_labels, []);
        IModel<float, AdaptiveSet<string>> model = Model.FromDelegate((float x) => Probabilities(x)).WithAdaptiveSets(p => p.AsMemory(), sets);
        Assert.That(() => model.WithSafety(safety => safety.AddAdaptiveSets(sets, 2)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("UseOutcomes"));
        Assert.That(
            () => model.WithSafety(safety => safety.UseOutcomes(set => set.TopClass).AddAdaptiveSets(sets, 0)),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'adaptive-set': the maximum is 0"));
    }

    private static float[] Probabilities(float x) => [x, (1 - x) * 0.7f, (1 - x) * 0.3f];

    private static SafeModel<float, AdaptiveSet<string>> Build(AdaptiveSets<string> sets, int maximum, List<AdaptiveSet<string>>? given = null, List<SafetyAlert>? alerts = null) =>
        Model.FromDelegate((float x) => Probabilities(x))
            .WithAdaptiveSets(p => p.AsMemory(), sets, (_, set) =>
            {
                given?.Add(set);
                return set;
            })
            .WithSafety(safety => safety
                .UseOutcomes(set => set.TopClass)
                .AddAdaptiveSets(sets, maximum)
                .OnAlert(alert => alerts?.Add(alert)));
}
