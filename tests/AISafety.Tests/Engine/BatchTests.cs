using AISafety.Tests.Support;

namespace AISafety.Tests.Engine;

[TestFixture]
public sealed class BatchTests
{
    [Test]
    public async Task EvaluateBatchAsync_asks_the_model_once_for_the_rows_that_passed()
    {
        BatchModel model = new();
        await using SafeModel<int, string> safe = model.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input((x, _) => new(x < 0 ? Verdict.Block(Scripted.Reason) : x == 5 ? Verdict.Replace(50, Scripted.Reason) : Verdict.Allow))));
        SafetyResult<string>[] results = new SafetyResult<string>[5];

        await safe.EvaluateBatchAsync(new[] { 1, -2, 5, -4, 3 }, results);

        Assert.That(model.Batches, Is.EqualTo(new[] { "1 50 3" }));
        Assert.That(results.Select(result => result.HasOutput ? result.Output : $"{result.Action}"), Is.EqualTo(new[] { "=1", "Block", "=50", "Block", "=3" }));
        Assert.That(results.Select(result => result.CallId).Distinct().Count(), Is.EqualTo(5));
    }

    [Test]
    public async Task EvaluateBatchAsync_nothing_passes_never_asks_the_model()
    {
        BatchModel model = new();
        await using SafeModel<int, string> safe = model.WithSafety(safety => safety.AddInputGuard(Scripted.Input(Verdict.Block(Scripted.Reason))));

        await safe.EvaluateBatchAsync(new[] { 1, 2 }, new SafetyResult<string>[2]);

        Assert.That(model.Batches, Is.Empty);
    }

    [Test]
    public async Task EvaluateBatchAsync_empty_does_nothing()
    {
        await using SafeModel<int, string> safe = new BatchModel().WithSafety(_ => { });
        await safe.EvaluateBatchAsync(ReadOnlyMemory<int>.Empty, Memory<SafetyResult<string>>.Empty);
    }

    [Test]
    public async Task EvaluateBatchAsync_too_little_room_is_an_argument_exception()
    {
        await using SafeModel<int, string> safe = new BatchModel().WithSafety(_ => { });

        ArgumentException? thrown = Assert.ThrowsAsync<ArgumentException>(async () => await safe.EvaluateBatchAsync(new[] { 1, 2 }, new SafetyResult<string>[1]));
        Assert.That(thrown!.Message, Does.Contain("room for 1"));
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task EvaluateBatchAsync_asynchronous_rows_wait_together_up_to_the_stated_degree(int degree)
    {
        int running = 0;
        int most = 0;
        await using SafeModel<int, string> safe = new BatchModel().WithSafety(safety => safety
            .UseBatchConcurrency(degree)
            .AddInputGuard(Scripted.Input(async (_, _) =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref running));
                for (int i = 0; i < 10; i++)
                {
                    await Task.Yield();
                }

                Interlocked.Decrement(ref running);
                return Verdict.Allow;
            })));
        SafetyResult<string>[] results = new SafetyResult<string>[40];

        await safe.EvaluateBatchAsync(Enumerable.Range(0, 40).ToArray(), results);

        Assert.That(most, Is.InRange(1, degree));
        Assert.That(results, Has.All.Matches<SafetyResult<string>>(result => result.IsAllowed));
    }

    [Test]
    public async Task EvaluateBatchAsync_model_throws_is_answered_by_the_fallback_row_by_row()
    {
        await using SafeModel<int, string> safe = new BatchModel { Failure = new InvalidDataException() }.WithSafety(safety => safety
            .AddFallbackPolicy(Scripted.Fallback((x, _) => new(Verdict.Replace($"spare {x}", Scripted.Reason)))));
        SafetyResult<string>[] results = new SafetyResult<string>[2];

        await safe.EvaluateBatchAsync(new[] { 1, 2 }, results);

        Assert.That(results.Select(result => result.Output), Is.EqualTo(new[] { "spare 1", "spare 2" }));
        Assert.That(results[0].Evidence[0].Code, Is.EqualTo(EvidenceCodes.ModelFailed));
    }

    [Test]
    public async Task EvaluateBatchAsync_model_throws_without_fallback_rethrows_after_recording_every_row()
    {
        List<SafetyAction> recorded = [];
        await using SafeModel<int, string> safe = new BatchModel { Failure = new InvalidDataException() }.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input((x, _) => new(x == 2 ? Verdict.Review(Scripted.Reason) : Verdict.Allow)))
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => recorded.AddRange(block.Actions.ToArray()))));
        SafetyResult<string>[] results = new SafetyResult<string>[3];

        Assert.ThrowsAsync<InvalidDataException>(async () => await safe.EvaluateBatchAsync(new[] { 1, 2, 3 }, results));
        await safe.FlushAsync();

        Assert.That(recorded, Is.EquivalentTo(new[] { SafetyAction.Block, SafetyAction.Review, SafetyAction.Block }));
        Assert.That(results[1].Action, Is.EqualTo(SafetyAction.Review));
    }

    [Test]
    public async Task EvaluateBatchAsync_model_answers_null_blocks_that_row_only()
    {
        await using SafeModel<int, string> safe = new BatchModel { NullFor = 2 }.WithSafety(_ => { });
        SafetyResult<string>[] results = new SafetyResult<string>[3];

        await safe.EvaluateBatchAsync(new[] { 1, 2, 3 }, results);

        Assert.That(results.Select(result => result.HasOutput), Is.EqualTo(new[] { true, false, true }));
        Assert.That(results[1].Evidence.Single().Code, Is.EqualTo(EvidenceCodes.NullOutput));
    }

    [Test]
    public async Task EvaluateBatchAsync_cancelled_during_the_model_rethrows_and_records_each_row_once()
    {
        using CancellationTokenSource cancellation = new();
        long rows = 0;
        TaskCompletionSource never = new();
        await using SafeModel<int, string> safe = new BatchModel { Wait = never.Task, OnAsked = cancellation.Cancel }.WithSafety(safety => safety
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => Interlocked.Add(ref rows, block.RowCount))));

        Assert.CatchAsync<OperationCanceledException>(async () =>
            await safe.EvaluateBatchAsync(new[] { 1, 2, 3 }, new SafetyResult<string>[3], default, cancellation.Token));
        await safe.FlushAsync();

        Assert.That(rows, Is.EqualTo(3));
        never.SetResult();
    }

    [Test]
    public async Task EvaluateBatchAsync_cancelled_during_a_guard_rethrows_and_records_each_row_once()
    {
        using CancellationTokenSource cancellation = new();
        long rows = 0;
        TaskCompletionSource<Verdict<int>> never = new();
        await using SafeModel<int, string> safe = new BatchModel().WithSafety(safety => safety
            .AddInputGuard(Scripted.Input((x, _) =>
            {
                if (x == 2)
                {
                    cancellation.Cancel();
                    return new(never.Task);
                }

                return new(Verdict.Allow);
            }))
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => Interlocked.Add(ref rows, block.RowCount))));

        Assert.CatchAsync<OperationCanceledException>(async () =>
            await safe.EvaluateBatchAsync(new[] { 1, 2, 3 }, new SafetyResult<string>[3], default, cancellation.Token));
        await safe.FlushAsync();

        Assert.That(rows, Is.EqualTo(3));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen) is int other && other == seen ? value : Volatile.Read(ref most);
        }
    }

    private sealed class BatchModel : IBatchModel<int, string>
    {
        public List<string> Batches { get; } = [];

        public Exception? Failure { get; init; }

        public int NullFor { get; init; } = -1;

        public Task Wait { get; init; } = Task.CompletedTask;

        public Action OnAsked { get; init; } = static () => { };

        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken) => new($"={input}");

        public async ValueTask PredictBatchAsync(ReadOnlyMemory<int> inputs, Memory<string> outputs, CancellationToken cancellationToken)
        {
            Batches.Add(string.Join(' ', inputs.ToArray()));
            OnAsked();
            await Wait;
            if (Failure is not null)
            {
                throw Failure;
            }

            for (int i = 0; i < inputs.Length; i++)
            {
                outputs.Span[i] = inputs.Span[i] == NullFor ? null! : $"={inputs.Span[i]}";
            }
        }
    }
}
