using AISafety.Rollout;
using AISafety.Telemetry;
using AISafety.Tests.Support;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class ShadowTests
{
    private static readonly IModel<int, string> s_same = Model.FromDelegate<int, string>(static input => $"{input}");

    private static SafeModel<int, string> Safe(IModel<int, string> candidate, ShadowOptions<string>? options = null, IModel<int, string>? model = null, Action<SafetyBuilder<int, string>>? configure = null) =>
        (model ?? Scripted.Model).WithSafety(safety =>
        {
            safety.AddShadow(candidate, options: options);
            configure?.Invoke(safety);
        });

    [Test]
    public async Task Outputs_are_compared_and_the_callers_get_the_models()
    {
        await using SafeModel<int, string> safe = Safe(Model.FromDelegate<int, string>(static input => input % 10 == 0 ? "other" : $"{input}"));
        for (int i = 0; i < 100; i++)
        {
            SafetyResult<string> result = await safe.EvaluateAsync(i);
            Assert.That((result.Output, result.ServedBy), Is.EqualTo(($"{i}", "model")));
        }

        await safe.FlushAsync();
        ShadowReport<int, string> report = safe.GetShadowReport();
        Assert.That((report.Sampled, report.Dropped, report.Compared, report.Agreed, report.Disagreed, report.Pending), Is.EqualTo((100, 0, 100, 90, 10, 0)));
        Assert.That(report.DisagreementRate, Is.EqualTo(0.1));
        Assert.That(report.DisagreementInterval, Is.EqualTo(AISafety.Statistics.ProportionConfidenceSequence.Of(10, 100, 0.05)));
        Assert.That(report.StableLatency.Count, Is.EqualTo(100));
        Assert.That(report.CandidateLatency.P99, Is.GreaterThanOrEqualTo(report.CandidateLatency.Median).And.GreaterThan(0));
        Assert.That(report.Examples, Has.Count.EqualTo(10));
        Assert.That(report.Examples.All(one => one is { Candidate: "other", HasInput: false, Input: 0 } && one.CallId.Nonce != 0), Is.True);
    }

    [Test]
    public async Task Candidate_that_throws_or_answers_null_is_counted_and_nobody_else_knows()
    {
        await using SafeModel<int, string> safe = Safe(Model.FromDelegate<int, string>(async (input, _) =>
        {
            if (input == 0)
            {
                throw new InvalidOperationException();
            }

            await Task.Yield();
            return input == 1 ? throw new InvalidOperationException() : input == 2 ? null! : $"{input}";
        }));
        for (int i = 0; i < 4; i++)
        {
            Assert.That(await safe.PredictAsync(i), Is.EqualTo($"{i}"));
        }

        await safe.FlushAsync();
        ShadowReport<int, string> report = safe.GetShadowReport();
        Assert.That((report.CandidateFailed, report.Agreed, report.CandidateLatency.Count), Is.EqualTo((3, 1, 1)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Nothing_is_shadowed_when_the_model_fails(bool waits)
    {
        int asked = 0;
        await using SafeModel<int, string> safe = Safe(
            Model.FromDelegate<int, string>(input => $"{Interlocked.Increment(ref asked)}"),
            model: Model.FromDelegate<int, string>(async (input, _) =>
            {
                if (waits)
                {
                    await Task.Yield();
                }

                return input == 0 ? throw new InvalidOperationException("the model's") : null!;
            }));

        Assert.That(async () => await safe.PredictAsync(0), Throws.InvalidOperationException.With.Message.EqualTo("the model's"));
        Assert.That((await safe.EvaluateAsync(1)).HasOutput, Is.False);
        await safe.FlushAsync();
        Assert.That((safe.GetShadowReport().Sampled, safe.GetShadowReport().StableFailed, asked), Is.EqualTo((2, 2, 0)));
    }

    [Test]
    public async Task Model_that_waits_is_shadowed_with_the_input_as_it_was_when_it_was_asked()
    {
        TaskCompletionSource go = new();
        List<float> seen = [];
        IModel<float[], float[]> model = Model.FromDelegate<float[], float[]>(async (input, _) =>
        {
            if (input[0] > 0)
            {
                await go.Task;
            }

            return [input[0]];
        });
        await using SafeModel<float[], float[]> safe = model.WithSafety(safety => safety.AddShadow(Model.FromDelegate<float[], float[]>(input =>
        {
            seen.Add(input[0]);
            return [input[0]];
        })));

        float[] input = [1];
        ValueTask<float[]> pending = safe.PredictAsync(input);
        go.SetResult();
        (await pending)[0] = 7;
        input[0] = 0;
        float[] output = await safe.PredictAsync(input);
        input[0] = 9;
        output[0] = 9;
        await safe.FlushAsync();
        Assert.That(seen, Is.EqualTo(new[] { 1f, 0f }));
        Assert.That(safe.GetShadowReport().Sampled, Is.EqualTo(2));
    }

    [Test]
    public async Task Output_that_the_caller_writes_into_is_compared_as_it_was()
    {
        ManualResetEventSlim go = new();
        await using SafeModel<int, float[]> safe = Model.FromDelegate<int, float[]>(static input => [input]).WithSafety(safety => safety.AddShadow(Model.FromDelegate<int, float[]>(input =>
        {
            go.Wait();
            return [input];
        })));
        (await safe.PredictAsync(3))[0] = 99;
        go.Set();
        await safe.FlushAsync();
        Assert.That(safe.GetShadowReport().Agreed, Is.EqualTo(1));
    }

    [Test]
    public async Task Copy_that_throws_is_counted_and_does_not_reach_the_caller()
    {
        await using SafeModel<int, string> safe = Safe(
            s_same,
            new() { CopyOutput = static output => output == "1" ? throw new InvalidOperationException() : output },
            configure: safety => safety.CopyInput(static input => input == 0 ? throw new InvalidOperationException() : input));
        for (int i = 0; i < 3; i++)
        {
            Assert.That(await safe.PredictAsync(i), Is.EqualTo($"{i}"));
        }

        await safe.FlushAsync();
        Assert.That((safe.GetShadowReport().CopyFailed, safe.GetShadowReport().Agreed), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Full_queue_drops_and_counts()
    {
        ManualResetEventSlim go = new();
        TaskCompletionSource started = new();
        await using SafeModel<int, string> safe = Safe(
            Model.FromDelegate<int, string>(input =>
            {
                started.TrySetResult();
                go.Wait();
                return $"{input}";
            }),
            new() { QueueCapacity = 3 });
        await safe.PredictAsync(0);
        await started.Task;
        for (int i = 1; i < 10; i++)
        {
            Assert.That(await safe.PredictAsync(i), Is.EqualTo($"{i}"));
        }

        Assert.That((safe.GetShadowReport().Dropped, safe.GetShadowReport().Pending), Is.EqualTo((6, 4)));
        go.Set();
        await safe.FlushAsync();
        Assert.That((safe.GetShadowReport().Dropped, safe.GetShadowReport().Agreed, safe.GetShadowReport().Pending), Is.EqualTo((6, 4, 0)));
    }

    [Test]
    public async Task Rule_that_throws_is_a_failed_comparison()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddShadow(
            s_same, (input, stable, candidate) => input == 0 ? throw new InvalidOperationException() : input == 1 && stable == candidate));
        for (int i = 0; i < 3; i++)
        {
            await safe.PredictAsync(i);
        }

        await safe.FlushAsync();
        ShadowReport<int, string> report = safe.GetShadowReport();
        Assert.That((report.ComparisonsFailed, report.Agreed, report.Disagreed, report.CandidateFailed), Is.EqualTo((1, 1, 1, 0)));
    }

    [Test]
    public async Task Inputs_are_kept_with_examples_only_where_that_is_wanted()
    {
        await using SafeModel<int, string> safe = Safe(Model.FromDelegate<int, string>(static _ => "other"), new() { Examples = 3, KeepInputs = true });
        for (int i = 1; i <= 50; i++)
        {
            await safe.PredictAsync(i);
        }

        await safe.FlushAsync();
        IReadOnlyList<ShadowExample<int, string>> examples = safe.GetShadowReport().Examples;
        Assert.That(examples, Has.Count.EqualTo(3));
        Assert.That(examples.All(one => one.HasInput && one.Stable == $"{one.Input}"), Is.True);
        Assert.That(safe.GetShadowReport().Disagreed, Is.EqualTo(50));
    }

    [Test]
    public async Task Name_of_the_arm_that_served_stays()
    {
        IModel<int, string> routed = new Routed();
        await using SafeModel<int, string> safe = Safe(s_same, model: routed);
        Assert.That((await safe.EvaluateAsync(0)).ServedBy, Is.EqualTo("arm"));
        Assert.That((await safe.EvaluateAsync(1)).ServedBy, Is.EqualTo("arm"));
        await safe.FlushAsync();
        Assert.That(safe.GetShadowReport().Agreed, Is.EqualTo(2));
    }

    [Test]
    public async Task Each_shadow_has_a_report_of_its_own_and_names_are_not_shared()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddShadow(s_same, options: new() { Name = "a" })
            .AddShadow(Model.FromDelegate<int, string>(static _ => "?"), options: new() { Name = "b" }));
        await safe.PredictAsync(1);
        await safe.FlushAsync();
        Assert.That((safe.GetShadowReport("a").Agreed, safe.GetShadowReport("b").Disagreed), Is.EqualTo((1, 1)));
        Assert.That(() => safe.GetShadowReport(), Throws.ArgumentException.With.Message.Contains("'shadow'"));
        Assert.That(() => Scripted.Model.WithSafety(safety => safety.AddShadow(s_same).AddShadow(s_same)), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("two shadows").IgnoreCase);
    }

    [Test]
    public async Task What_becomes_of_calls_is_counted_and_observed()
    {
        using Watched watched = new();
        using var calls = watched.Collect<long>(SafetyTelemetry.ShadowCalls);
        using var rate = watched.Collect<double>(SafetyTelemetry.ShadowDisagreement);
        await using SafeModel<int, string> safe = Safe(Model.FromDelegate<int, string>(static input => input == 0 ? "other" : $"{input}"), configure: safety => safety.UseMetrics(watched.Meters).UseName("m"));
        for (int i = 0; i < 4; i++)
        {
            await safe.PredictAsync(i);
        }

        await safe.FlushAsync();
        Assert.That(Watched.Texts(calls).Count(text => text == "model=m shadow=shadow shadow.outcome=agreed: 1"), Is.EqualTo(3));
        Assert.That(Watched.Texts(calls).Count(text => text == "model=m shadow=shadow shadow.outcome=disagreed: 1"), Is.EqualTo(1));
        rate.RecordObservableInstruments();
        Assert.That(Watched.Texts(rate), Is.EqualTo(new[] { "model=m shadow=shadow: 0.25" }));
    }

    private sealed class Routed : IRoutedModel<int, string>
    {
        public ValueTask<Served<string>> PredictAsync(int input, SafetyContext context) =>
            input == 0 ? new(new Served<string>("0", "arm")) : LaterAsync(input);

        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        private static async ValueTask<Served<string>> LaterAsync(int input)
        {
            await Task.Yield();
            return new($"{input}", "arm");
        }
    }
}
