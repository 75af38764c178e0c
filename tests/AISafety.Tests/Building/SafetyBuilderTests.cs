using AISafety.Review;
using AISafety.Tests.Support;

namespace AISafety.Tests.Building;

[TestFixture]
public sealed class SafetyBuilderTests
{
    [Test]
    public async Task Build_twice_shares_nothing_that_a_factory_makes()
    {
        List<object> made = [];
        SafetyBuilder<int, string> builder = new SafetyBuilder<int, string>(Scripted.Model).AddInputGuard(_ =>
        {
            Scripted.InputGuard guard = Scripted.Input(Verdict.Allow);
            made.Add(guard);
            return guard;
        });

        await using SafeModel<int, string> first = builder.Build();
        await using SafeModel<int, string> second = builder.Build();

        Assert.That(made.Distinct().Count(), Is.EqualTo(2));
        Assert.That((await first.EvaluateAsync(1)).CallId.Nonce, Is.Not.EqualTo((await second.EvaluateAsync(1)).CallId.Nonce));
    }

    [Test]
    public async Task AddInputGuard_after_Build_is_refused()
    {
        SafetyBuilder<int, string> builder = new(Scripted.Model);
        await using SafeModel<int, string> safe = builder.Build();

        Assert.That(() => builder.AddInputGuard(Scripted.Input(Verdict.Allow)), Throws.InvalidOperationException.With.Message.Contains("frozen"));
        Assert.That(() => builder.AddColumn("c", (_, _) => 0), Throws.InvalidOperationException);
    }

    [Test]
    public void UseFeatures_twice_is_refused()
    {
        SafetyBuilder<int, string> builder = new(Scripted.Model);
        builder.UseFeatures(FeatureSchema.For<int>().Numeric("x", x => x));

        Assert.That(() => builder.UseFeatures(FeatureSchema.For<int>().Numeric("x", x => x)), Throws.InvalidOperationException);
    }

    private static readonly object[] _lazy =
    [
        new Action(() => Model.FromDelegate<int, Task<int>>(x => Task.FromResult(x)).WithSafety(_ => { })),
        new Action(() => Model.FromDelegate<int, ValueTask<int>>(x => new(x)).WithSafety(_ => { })),
        new Action(() => Model.FromDelegate<int, IAsyncEnumerable<int>>(_ => null!).WithSafety(_ => { })),
        new Action(() => Model.FromDelegate<int, Lazy<int>>(x => new(x)).WithSafety(_ => { })),
        new Action(() => Model.FromDelegate<int, Stream<int>>(_ => new()).WithSafety(_ => { })),
    ];

    [TestCaseSource(nameof(_lazy))]
    public void Build_lazy_output_is_refused(Action build) =>
        Assert.That(build, Throws.TypeOf<SafetyBuildException>().With.Message.Contains("lazy"));

    [Test]
    public void Build_faulty_options_say_what_is_wrong()
    {
        Assert.That(Build(safety => safety.AddInputGuard(Scripted.Input(Verdict.Allow, "g"), new() { TimeBudget = TimeSpan.Zero })), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'g'").And.Message.Contains("TimeBudget"));
        Assert.That(Build(safety => safety.AddInputGuard(Scripted.Input(Verdict.Allow, "g"), new() { Mode = (GuardMode)7 })), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Mode is 7"));
        Assert.That(Build(safety => safety.AddInputGuard(Scripted.Input(Verdict.Allow, "g"), new() { OnFailure = (FailurePolicy)7 })), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("OnFailure is 7"));
        Assert.That(Build(safety => safety.AddInputGuard(Scripted.Input(Verdict.Allow, " "))), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("name"));
        Assert.That(Build(safety => safety.AddInputGuard(_ => null!)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("null"));
        Assert.That(Build(safety => safety.UseRecording(new() { QueueCapacity = 1 })), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("QueueCapacity is 1; expected 2 to 1024"));
        Assert.That(Build(safety => safety.UseRecording(new() { MaxBlockAge = TimeSpan.Zero })), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("MaxBlockAge"));
        Assert.That(Build(safety => safety.UseOutcomes(_ => 0, new() { Capacity = 0 })), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Capacity"));
        Assert.That(Build(safety => safety.UseFeatures(FeatureSchema.For<int>(), new() { TimeBudget = TimeSpan.FromSeconds(1) })), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("UseFeatures"));
        Assert.That(Build(safety => safety.AddFallbackPolicy(Scripted.Fallback("x", "f"), new() { TimeBudget = TimeSpan.FromDays(-1) })), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'f'"));
        Assert.That(Build(safety => safety.AddMonitor(_ => null!)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("null"));
    }

    [TestCase("model")]
    [TestCase("none")]
    public void Build_fallback_has_the_name_of_the_model_or_of_nobody_is_refused(string name) =>
        Assert.That(Build(safety => safety.AddFallbackPolicy(Scripted.Fallback("x", name))), Throws.TypeOf<SafetyBuildException>().With.Message.Contains($"'{name}'"));

    [Test]
    public async Task Build_part_whose_name_changes_keeps_the_one_that_was_checked()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddInputGuard(new Fickle())
            .AddFallbackPolicy(new Fickle())
            .AddMonitor(new Fickle()));

        SafetyResult<string> result = await safe.EvaluateAsync(1);
        await safe.FlushAsync();

        Assert.That(result.ServedBy, Is.EqualTo("fickle"));
        Assert.That(result.Evidence.Select(evidence => evidence.ToString()), Has.All.Contains("(fickle)"));
        Assert.That(safe.GetMonitorStatistics()[0].Monitor, Is.EqualTo("fickle"));
    }

    [Test]
    public void Build_review_queue_refuses_its_handler_leaves_nothing_running()
    {
        SweepTime time = new();

        Assert.That(
            Build(safety => safety.UseTimeProvider(time).UseOutcomes(_ => 0).AddHumanReview(new RefusingQueue()).AddMonitor(new Scripted.Monitor("monitor", (_, _) => { }))),
            Throws.TypeOf<InvalidDataException>());

        Assert.That(time.IsStopped, Is.True);
    }

    [Test]
    public void AddColumn_name_is_taken_is_refused()
    {
        SafetyBuilder<int, string> builder = new(Scripted.Model);
        builder.AddColumn("a", (_, _) => 0);

        Assert.That(() => builder.AddCodes("a", x => x, [1]), Throws.ArgumentException);
        Assert.That(() => builder.AddCodes("b", x => x, [1, 1]), Throws.ArgumentException);
        Assert.That(() => builder.AddCodes<int>("b", x => x, []), Throws.ArgumentException);
        Assert.That(() => builder.AddCodes("b", x => x, Enumerable.Range(0, 255).ToArray()), Throws.ArgumentException);
    }

    [Test]
    public async Task Column_handle_of_another_builder_is_refused()
    {
        Exception? thrown = null;
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) =>
            {
                thrown = Assert.Catch<ArgumentException>(() => block.Column(default));
                Assert.Catch<ArgumentException>(() => block.Codes(default));
                Assert.Catch<ArgumentOutOfRangeException>(() => block.Feature(0));
                Assert.Catch<ArgumentOutOfRangeException>(() => block.CallIdAt(1));
            })));
        await safe.PredictAsync(1);
        await safe.FlushAsync();

        Assert.That(thrown!.Message, Does.Contain("AddColumn"));
    }

    [Test]
    public async Task Column_handle_of_another_builder_with_more_columns_is_refused()
    {
        ColumnHandle column = default;
        CodesHandle codes = default;
        await using SafeModel<int, string> one = Scripted.Model.WithSafety(safety =>
        {
            column = safety.AddColumn("score", (_, _) => 1);
            codes = safety.AddCodes("group", x => x, [1, 2]);
        });
        List<string> messages = [];
        await using SafeModel<int, string> two = Scripted.Model.WithSafety(safety =>
        {
            safety.AddColumn("age", (_, _) => 42);
            safety.AddCodes("sex", x => x, [1, 2]);
            safety.AddMonitor(new Scripted.Monitor("monitor", (block, _) =>
            {
                messages.Add(Assert.Catch<ArgumentException>(() => block.Column(column))!.Message);
                messages.Add(Assert.Catch<ArgumentException>(() => block.Codes(codes))!.Message);
            }));
        });
        await two.PredictAsync(1);
        await two.FlushAsync();

        Assert.That(messages, Has.Count.EqualTo(2));
        Assert.That(messages[0], Does.Contain("'score'").Or.Contain("handle score"));
        Assert.That(messages[1], Does.Contain("group"));
    }

    [Test]
    public void Build_names_that_could_not_be_told_apart_are_refused()
    {
        Assert.That(Build(safety => safety.AddFallback(x => "a", "model")), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("ServedBy"));
        Assert.That(Build(safety => safety.AddFallback(x => "a", "none")), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("ServedBy"));
        Assert.That(
            Build(safety => safety.AddMonitor(new Scripted.Monitor("m", (_, _) => { })).AddMonitor(new Scripted.Monitor("m", (_, _) => { }))),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'m'"));
    }

    [Test]
    public void UseOutcomes_or_IdentifyCall_twice_is_refused()
    {
        SafetyBuilder<int, string> builder = new SafetyBuilder<int, string>(Scripted.Model).UseOutcomes(_ => 1).IdentifyCall(_ => default);

        Assert.That(() => builder.UseOutcomes(_ => 2), Throws.InvalidOperationException.With.Message.Contains("UseOutcomes"));
        Assert.That(() => builder.IdentifyCall(_ => default), Throws.InvalidOperationException.With.Message.Contains("IdentifyCall"));
    }

    [Test]
    public async Task IdentifyCall_throws_blocks_that_call_only_and_the_fallback_is_asked()
    {
        long rows = 0;
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .IdentifyCall(x => x == 2 ? throw new InvalidDataException("secret") : new(Key: "k"))
            .AddFallback("spare")
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => Interlocked.Add(ref rows, block.RowCount))));
        SafetyResult<string>[] results = new SafetyResult<string>[3];

        SafetyResult<string> single = await safe.EvaluateAsync(2);
        await safe.EvaluateBatchAsync(new[] { 1, 2, 3 }, results);
        await safe.FlushAsync();

        Assert.That(single.Output, Is.EqualTo("spare"));
        Assert.That(single.Evidence[0].Code, Is.EqualTo(EvidenceCodes.IdentifyFailed));
        Assert.That(single.Evidence[0].ToString(), Does.Not.Contain("secret"));
        Assert.That(results.Select(result => result.Output), Is.EqualTo(new[] { "1", "spare", "3" }));
        Assert.That(rows, Is.EqualTo(4));
    }

    [Test]
    public async Task IdentifyCall_serves_callers_who_say_nothing()
    {
        List<string?> keys = [];
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .IdentifyCall(x => new(Key: $"customer {x}"))
            .AddInputGuard(Scripted.Input((_, context) =>
            {
                keys.Add(context.Call.Key);
                return new(Verdict.Allow);
            })));

        await safe.PredictAsync(1);
        await safe.PredictAsync(2, new CallInfo(Key: "said"));

        Assert.That(keys, Is.EqualTo(new[] { "customer 1", "said" }));
    }

    [Test]
    public async Task PredictAsync_routed_model_names_who_served_and_sees_the_call()
    {
        await using SafeModel<int, string> safe = new Routed().WithSafety(_ => { });

        SafetyResult<string> result = await safe.EvaluateAsync(1, new CallInfo(Key: "k"));

        Assert.That(result.ServedBy, Is.EqualTo("candidate"));
        Assert.That(result.Output, Is.EqualTo("k"));
    }

    private static Action Build(Action<SafetyBuilder<int, string>> configure) => () => Scripted.Model.WithSafety(configure);

    private sealed class Stream<T> : IAsyncEnumerable<T>
    {
        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private sealed class Routed : IRoutedModel<int, string>
    {
        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<Served<string>> PredictAsync(int input, SafetyContext context) => new(new Served<string>(context.Call.Key ?? "", "candidate"));
    }

    /// <summary>Has a name once.</summary>
    private sealed class Fickle : IInputGuard<int>, IFallbackPolicy<int, string>, ISafetyMonitor
    {
        private int _asked;

        public string Name => _asked++ == 0 ? "fickle" : null!;

        public ValueTask<Verdict<int>> InspectAsync(int input, SafetyContext context) => new(Verdict.Block(Scripted.Reason));

        public ValueTask<Verdict<string>> FallBackAsync(int input, SafetyContext context) => new(Verdict.Replace("spare", Scripted.Reason));

        public void Observe(ColumnBlock block, MonitorContext context)
        {
        }
    }

    /// <summary>Says whether the first of its timers, which sweeps, was disposed of.</summary>
    private sealed class SweepTime : TimeProvider
    {
        private ITimer? _first;

        public bool IsStopped { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timer timer = new(this);
            _first ??= timer;
            return timer;
        }

        private sealed class Timer(SweepTime time) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => time.IsStopped |= time._first == this;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }

    private sealed class RefusingQueue : ScriptedReviewQueue
    {
        public override IDisposable OnDecided(Action<ReviewDecision<string>> handler) => throw new InvalidDataException();
    }

    [Test]
    public async Task Build_vector_schema_of_another_width_than_the_model_states_is_refused()
    {
        FixedWidthModel three = new(3);

        Assert.That(
            () => three.WithSafety(safety => safety.UseFeatures(FeatureSchema.ForVector("a", "b"))),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("names 2 elements of the input, but the model takes 3 numbers"));
        await using SafeModel<float[], string> same = three.WithSafety(safety => safety.UseFeatures(FeatureSchema.ForVector("a", "b", "c").Numeric("sum", row => row.Sum())));
        await using SafeModel<float[], string> other = three.WithSafety(safety => safety.UseFeatures(FeatureSchema.For<float[]>().Numeric("sum", row => row.Sum())));
        Assert.That((await same.EvaluateAsync([1, 2, 3])).IsAllowed && (await other.EvaluateAsync([1, 2, 3])).IsAllowed, Is.True);
    }

    private sealed class FixedWidthModel(int width) : IModel<float[], string>, IFixedWidthModel
    {
        public int Width => width;

        public ValueTask<string> PredictAsync(float[] input, CancellationToken cancellationToken = default) => new("answer");
    }
}
