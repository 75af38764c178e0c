using AISafety.Tests.Support;
using CsCheck;

namespace AISafety.Tests.Engine;

/// <summary>No call may see anything of another.</summary>
[TestFixture]
public sealed class IsolationTests
{
    [Test]
    public async Task SafetyContext_guard_past_its_budget_never_sees_a_later_calls_row()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        TaskCompletionSource release = new();
        List<float> seen = [];
        TaskCompletionSource done = new();

        async ValueTask<Verdict<int>> Linger(int input, SafetyContext context)
        {
            if (input != 1)
            {
                return Verdict.Allow;
            }

            await release.Task;
            seen.Add(context.Features[0]);
            seen.Add((float)context.CallId.Number);
            done.SetResult();
            return Verdict.Allow;
        }

        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(time)
            .UseFeatures(FeatureSchema.For<int>().Numeric("x", x => x))
            .AddInputGuard(Scripted.Input(Linger), new() { TimeBudget = TimeSpan.FromSeconds(1) }));

        Task<SafetyResult<string>> late = safe.EvaluateAsync(1).AsTask();
        time.Advance(TimeSpan.FromSeconds(2));
        SafetyResult<string> result = await late;
        for (int i = 2; i < 100; i++)
        {
            await safe.EvaluateAsync(i);
        }

        release.SetResult();
        await done.Task;
        Assert.That(seen, Is.EqualTo(new[] { 1f, result.CallId.Number }));
    }

    [Test]
    public void EvaluateAsync_parallel_calls_leak_nothing_into_each_other()
    {
        // Each input's verdict follows from the input alone, so a leak shows as another input's result.
        Gen.Int[0, 1_000_000].Array[50, 200].Sample(inputs =>
        {
            SafeModel<int, string> safe = Build();
            SafetyResult<string>[] results = new SafetyResult<string>[inputs.Length];
            Parallel.For(0, inputs.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
                results[i] = safe.EvaluateAsync(inputs[i], new CallInfo(Key: $"{inputs[i]}")).AsTask().Result);
            safe.DisposeAsync().AsTask().Wait();
            for (int i = 0; i < inputs.Length; i++)
            {
                Check(inputs[i], results[i]);
            }

            Assert.That(results.Select(result => result.CallId).Distinct().Count(), Is.EqualTo(inputs.Length));
        }, iter: 60, seed: "0000KuFFaqt2");
    }

    [Test]
    public void EvaluateBatchAsync_gives_what_single_calls_give()
    {
        Gen.Select(Gen.Int[0, 1_000_000].Array[0, 60], Gen.Bool, Gen.Int[1, 5]).Sample((inputs, batchModel, degree) =>
        {
            SafeModel<int, string> safe = Build(batchModel, degree);
            SafetyResult<string>[] together = new SafetyResult<string>[inputs.Length];
            safe.EvaluateBatchAsync(inputs, together).AsTask().Wait();
            for (int i = 0; i < inputs.Length; i++)
            {
                SafetyResult<string> single = safe.EvaluateAsync(inputs[i]).AsTask().Result;
                Assert.That(Describe(together[i]), Is.EqualTo(Describe(single)));
            }

            safe.DisposeAsync().AsTask().Wait();
        }, iter: 60, seed: "0000KuFFaqt3");
    }

    private static SafeModel<int, string> Build(bool batchModel = false, int degree = 8)
    {
        IModel<int, string> model = batchModel ? new Batch() : Model.FromDelegate<int, string>(Answer);
        return model.WithSafety(safety => safety
            .UseFeatures(FeatureSchema.For<int>().Numeric("x", x => x))
            .UseBatchConcurrency(degree)
            .AddInputGuard(Scripted.Input(async (input, context) =>
            {
                if (input % 3 == 0)
                {
                    await Task.Yield();
                }

                return context.Features[0] != input ? Verdict.Block("test.leak", $"Row {context.Features[0]} at input {input}.")
                    : input % 5 == 0 ? Verdict.Block("test.five", $"{input}")
                    : input % 7 == 0 ? Verdict.Replace(input + 1, new Evidence("test.seven", $"{input}"))
                    : Verdict.Allow;
            }))
            .AddOutputGuard(Scripted.Output((input, output, context) => new(
                context.Features[0] != input || output != $"={input}" ? Verdict.Block("test.leak", $"{output} at input {input}.")
                : input % 11 == 0 ? Verdict.Review(new Evidence("test.eleven", output))
                : Verdict.Allow)))
            .AddInputGuard(Scripted.Input((input, _) => new(input % 13 == 0 ? Verdict.Flag(new Evidence("test.thirteen", $"{input}")) : Verdict.Allow)), new() { BesideModel = true })
            .AddFallbackPolicy(Scripted.Fallback((input, _) => new(input % 2 == 0 ? Verdict.Replace($"={input}", new Evidence("test.fallback", $"{input}")) : Verdict.Block("test.odd", $"{input}"))), new() { Judge = false })
            .AddMonitor(new Scripted.Monitor("monitor", (_, _) => { })));
    }

    private static string Answer(int input) => input % 17 == 0 ? throw new InvalidOperationException() : $"={input}";

    private static void Check(int input, SafetyResult<string> result)
    {
        Assert.That(result.Evidence.Select(evidence => evidence.Code), Has.None.EqualTo("test.leak"));
        int asked = input % 5 != 0 && input % 7 == 0 ? input + 1 : input;
        if (result.HasOutput)
        {
            Assert.That(result.Output, Is.EqualTo($"={asked}"));
        }
    }

    private static string Describe(SafetyResult<string> result) =>
        $"{result.Action} {result.HasOutput} {(result.HasOutput ? result.Output : "")} {result.ServedBy} {string.Join(' ', result.Evidence)}";

    private sealed class Batch : IBatchModel<int, string>
    {
        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken) => new($"={input}");

        public ValueTask PredictBatchAsync(ReadOnlyMemory<int> inputs, Memory<string> outputs, CancellationToken cancellationToken)
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                outputs.Span[i] = $"={inputs.Span[i]}";
            }

            return default;
        }
    }
}
