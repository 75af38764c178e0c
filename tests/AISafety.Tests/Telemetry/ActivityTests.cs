using System.Collections.Concurrent;
using System.Diagnostics;
using AISafety.Tests.Support;

namespace AISafety.Tests.Telemetry;

[TestFixture, NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ActivityTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _stopped = [];
    private readonly ActivityListener _listener;

    public ActivityTests()
    {
        _listener = new()
        {
            ShouldListenTo = static source => source.Name == "AISafety",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Test]
    public async Task Call_that_is_refused_has_an_activity_that_says_why()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseName("m").AddInputGuard(Scripted.Input(Verdict.Block(Scripted.Reason))));

        SafetyResult<string> result = await safe.EvaluateAsync(7);

        Activity activity = _stopped.Single();
        Assert.That(activity.OperationName, Is.EqualTo("aisafety.call"));
        Assert.That(activity.TagObjects.Select(tag => $"{tag.Key}={(tag.Value is string[] many ? string.Join(",", many) : tag.Value)}"), Is.EqualTo(new[]
        {
            "aisafety.model=m", $"aisafety.call_id={result.CallId}", "aisafety.action=block", "aisafety.served_by=none", "aisafety.codes=test.reason",
        }));
        Assert.That(activity.Status, Is.EqualTo(ActivityStatusCode.Unset));
    }

    [Test]
    public async Task Activity_is_the_models_parent_and_not_the_callers([Values] bool waits)
    {
        Activity? seen = null;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(async (_, _) =>
        {
            seen = Activity.Current;
            if (waits)
            {
                await Task.Yield();
            }

            return "x";
        }).WithSafety(_ => { });

        ValueTask<string> pending = safe.PredictAsync(1);
        Activity? mine = Activity.Current;
        await pending;

        Assert.That(seen, Is.SameAs(_stopped.Single()));
        Assert.That(mine, Is.Null);
    }

    [Test]
    public async Task Failure_is_told_by_its_type_only()
    {
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(static _ => throw new InvalidOperationException("secret 7")).WithSafety(_ => { });

        Assert.That(async () => await safe.PredictAsync(7), Throws.InvalidOperationException);
        Activity activity = _stopped.Single();
        Assert.That(activity.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(activity.StatusDescription, Is.EqualTo("InvalidOperationException"));
        Assert.That(activity.TagObjects.Select(tag => $"{tag.Value}"), Has.None.Contains("secret"));
    }

    [Test]
    public async Task Refused_prediction_throws_as_without_a_listener()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddInputGuard(Scripted.Input(Verdict.Block(Scripted.Reason))));

        Assert.That(async () => await safe.PredictAsync(7), Throws.InstanceOf<SafetyBlockedException>());
        Assert.That(_stopped, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Batch_has_one_activity_with_the_number_of_its_rows()
    {
        await using SafeModel<int, string> safe = new Batched().WithSafety(_ => { });

        await safe.EvaluateBatchAsync(new[] { 1, 2, 3 }, new SafetyResult<string>[3]);

        Assert.That(_stopped.Select(activity => $"{activity.OperationName} {activity.GetTagItem("aisafety.rows")}"), Is.EqualTo(new[] { "aisafety.batch 3" }));
    }

    private sealed class Batched : IBatchModel<int, string>
    {
        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken = default) => new("x");

        public ValueTask PredictBatchAsync(ReadOnlyMemory<int> inputs, Memory<string> outputs, CancellationToken cancellationToken = default)
        {
            outputs.Span.Fill("x");
            return default;
        }
    }
}
