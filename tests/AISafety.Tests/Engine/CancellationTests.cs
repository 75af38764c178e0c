using AISafety.Tests.Support;

namespace AISafety.Tests.Engine;

/// <summary>A caller who cancels is told so before anything else, and what was started for the call still belongs to it.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CancellationTests : IDisposable
{
    private static readonly FeatureSchema<int> Schema = FeatureSchema.For<int>().Numeric("x", x => x);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _release = new();

    public enum Place
    {
        Admission,
        Input,
        Beside,
        Model,
        Output,
    }

    public void Dispose() => _cancellation.Dispose();

    [Test]
    public async Task SafetyContext_part_that_waits_when_the_caller_has_cancelled_never_sees_a_later_call([Values] Place place, [Values] bool batch)
    {
        Lingering lingering = new(place, _cancellation, _release.Task);
        await using SafeModel<int, string> safe = lingering.Build(batch);

        Assert.CatchAsync<OperationCanceledException>(async () => await AskAsync(safe, batch, _cancellation.Token));
        for (int i = 2; i < 100; i++)
        {
            await AskAsync(safe, batch, default, i);
        }

        Assert.That(lingering.Others, Has.Count.EqualTo(98).And.None.SameAs(lingering.Context));
        _release.SetResult();
    }

    [Test]
    public async Task EvaluateAsync_caller_cancels_while_a_guard_admits_leaks_no_lease([Values] bool batch)
    {
        Lease lease = new();
        TaskCompletionSource<Admission> admission = new();
        await using SafeModel<int, string> safe = Echo(batch).WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) =>
            {
                _cancellation.Cancel();
                return new(admission.Task);
            })));

        Assert.CatchAsync<OperationCanceledException>(async () => await AskAsync(safe, batch, _cancellation.Token));
        admission.SetResult(Admission.Grant(lease));

        await lease.Ended;
        Assert.That(lease.Released, Is.EqualTo(1));
    }

    [Test]
    public async Task EvaluateAsync_caller_cancels_as_the_model_starts_holds_the_lease_until_it_ends()
    {
        Lease lease = new();
        CallSummary told = default;
        TaskCompletionSource<string> model = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((_, _) =>
        {
            _cancellation.Cancel();
            return new ValueTask<string>(model.Task);
        }).WithSafety(safety => safety
            .UseRecording(new() { DrainTimeout = TimeSpan.Zero })
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => new(Admission.Grant(lease)), call => told = call)));

        Assert.CatchAsync<OperationCanceledException>(async () => await safe.EvaluateAsync(1, default, _cancellation.Token));
        Assert.That(lease.Released, Is.Zero);
        Assert.That(told.Model, Is.EqualTo(ModelOutcome.Abandoned));

        model.SetResult("late");
        await lease.Ended;
        Assert.That(lease.Released, Is.EqualTo(1));
    }

    [Test]
    public async Task EvaluateAsync_model_throws_as_the_caller_cancels_tells_that_it_was_asked()
    {
        CallSummary told = default;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(string (_) =>
        {
            _cancellation.Cancel();
            throw new InvalidOperationException();
        }).WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => new(Admission.Grant()), call => told = call)));

        Assert.CatchAsync<OperationCanceledException>(async () => await safe.EvaluateAsync(1, default, _cancellation.Token));

        Assert.That(told.Model, Is.EqualTo(ModelOutcome.Abandoned));
    }

    [Test]
    public async Task EvaluateAsync_caller_cancels_while_the_review_queue_takes_the_call_rethrows_first()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input(Verdict.Review(Scripted.Reason)))
            .CopyInput(x =>
            {
                _cancellation.Cancel();
                return x;
            })
            .AddHumanReview(new ScriptedReviewQueue()));

        Assert.CatchAsync<OperationCanceledException>(async () => await safe.EvaluateAsync(1, default, _cancellation.Token));
    }

    [Test]
    public async Task EvaluateAsync_caller_cancels_before_a_guard_beside_the_model_blocks_rethrows_first()
    {
        ScriptedReviewQueue queue = new();
        TaskCompletionSource<Verdict<int>> verdict = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(_ =>
        {
            _cancellation.Cancel();
            verdict.SetResult(Verdict.Review(Scripted.Reason));
            return "answer";
        }).WithSafety(safety => safety
            .AddHumanReview(queue)
            .AddInputGuard(Scripted.Input((_, _) => new(verdict.Task)), new() { BesideModel = true }));

        Assert.CatchAsync<OperationCanceledException>(async () => await safe.EvaluateAsync(1, default, _cancellation.Token));
        Assert.That(queue.Submitted, Is.Empty);
    }

    private static async Task AskAsync(SafeModel<int, string> safe, bool batch, CancellationToken token, int input = 1)
    {
        if (batch)
        {
            await safe.EvaluateBatchAsync(new[] { input }, new SafetyResult<string>[1], default, token);
        }
        else
        {
            await safe.EvaluateAsync(input, default, token);
        }
    }

    private static IModel<int, string> Echo(bool batch) => batch ? new Batch() : Scripted.Model;

    /// <summary>One part of a safe model that cancels its first call, and then keeps that call's context until it is released.</summary>
    private sealed class Lingering(Place place, CancellationTokenSource cancellation, Task release)
    {
        public SafetyContext? Context { get; private set; }

        public List<SafetyContext> Others { get; } = [];

        public SafeModel<int, string> Build(bool batch)
        {
            IModel<int, string> model = place == Place.Model ? new Routed(LingerAsync<Served<string>>) : Echo(batch);
            return model.WithSafety(safety =>
            {
                safety.UseFeatures(Schema).UseRecording(new() { DrainTimeout = TimeSpan.Zero });
                switch (place)
                {
                    case Place.Admission:
                        safety.AddAdmissionGuard(new Scripted.AdmissionGuard("lingers", (_, context) => LingerAsync(context, Admission.Grant())));
                        break;
                    case Place.Input or Place.Beside:
                        safety.AddInputGuard(
                            Scripted.Input((_, context) => LingerAsync<Verdict<int>>(context, Verdict.Allow)),
                            new() { BesideModel = place == Place.Beside });
                        break;
                    case Place.Output:
                        safety.AddOutputGuard(Scripted.Output((_, _, context) => LingerAsync<Verdict<string>>(context, Verdict.Allow)));
                        break;
                }
            });
        }

        private ValueTask<T> LingerAsync<T>(SafetyContext context, T answer)
        {
            if (Context is not null)
            {
                Others.Add(context);
                return new(answer);
            }

            Context = context;
            cancellation.Cancel();
            return WaitAsync(answer);
        }

        private async ValueTask<T> WaitAsync<T>(T answer)
        {
            await release;
            return answer;
        }

        private sealed class Routed(Func<SafetyContext, Served<string>, ValueTask<Served<string>>> linger) : IRoutedModel<int, string>
        {
            public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken) => throw new NotSupportedException();

            public ValueTask<Served<string>> PredictAsync(int input, SafetyContext context) => linger(context, new($"{input}", "routed"));
        }
    }

    private sealed class Batch : IBatchModel<int, string>
    {
        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken) => new($"{input}");

        public ValueTask PredictBatchAsync(ReadOnlyMemory<int> inputs, Memory<string> outputs, CancellationToken cancellationToken)
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                outputs.Span[i] = $"{inputs.Span[i]}";
            }

            return default;
        }
    }
}
