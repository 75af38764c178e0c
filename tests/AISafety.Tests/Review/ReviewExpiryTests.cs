using AISafety.Review;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Review;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReviewExpiryTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<ReviewItem<string, int>> _expired = [];

    [Test]
    public void Item_expires_at_its_time_and_is_refused_where_nothing_else_is_said()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.That(queue.ExpireDue(), Is.Zero);
        Assert.That(queue.List().Single().ExpiresAt, Is.EqualTo(_clock.GetUtcNow() + TimeSpan.FromTicks(1)));

        _clock.Advance(TimeSpan.FromTicks(1));
        ReviewItem<string, int> item = queue.List().Single();
        Assert.That((item.Status, item.Decision, item.Reviewer, item.HasExpiredAnswer), Is.EqualTo((ReviewStatus.Expired, (ReviewDecision<int>?)null, (string?)null, false)));
        Assert.That(queue.OpenCount, Is.Zero);
        Assert.That(queue.Claim(1, "ann"), Is.Null);
        Assert.That(queue.Submit(1), Is.False, "the call was here");
    }

    [Test]
    public void Item_expires_whoever_holds_it()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        _clock.Advance(TimeSpan.FromMinutes(59));
        queue.Claim(1, "ann");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(queue.Decide(1, "ann"), Is.False);
        Assert.That(queue.List(ReviewStatus.Expired), Has.Count.EqualTo(1));
    }

    [Test]
    public void ExpireDue_tells_handlers_once_with_the_stated_answer_and_no_decision_handler()
    {
        InProcessReviewQueue<string, int> queue = Queue(new() { WhenExpired = request => request.Input.Length });
        List<ReviewDecision<int>> decided = [];
        queue.OnDecided(decided.Add);
        queue.Submit(1);
        _clock.Advance(TimeSpan.FromMinutes(30));
        queue.Submit(2);
        _clock.Advance(TimeSpan.FromMinutes(30));

        Assert.That(queue.ExpireDue(), Is.EqualTo(1));
        Assert.That(queue.ExpireDue(), Is.Zero);
        Assert.That(_expired.Single().Request.CallId, Is.EqualTo(Queues.Id(1)));
        Assert.That((_expired[0].HasExpiredAnswer, _expired[0].ExpiredAnswer), Is.EqualTo((true, "input".Length)));
        Assert.That(queue.List(ReviewStatus.Expired).Single(), Is.EqualTo(_expired[0]));
        Assert.That(decided, Is.Empty, "nobody decided");
    }

    [Test]
    public void Every_operation_expires_what_is_due()
    {
        Action<InProcessReviewQueue<string, int>>[] operations =
        [
            queue => queue.Submit(9),
            queue => queue.Claim(9, "ann"),
            queue => queue.Decide(9, "ann"),
            queue => queue.List(ReviewStatus.Waiting),
            queue => queue.GetStatistics(),
            queue => _ = queue.OpenCount,
        ];
        foreach (Action<InProcessReviewQueue<string, int>> operation in operations)
        {
            _expired.Clear();
            InProcessReviewQueue<string, int> queue = Queue();
            queue.Submit(1);
            _clock.Advance(TimeSpan.FromHours(2));
            operation(queue);
            Assert.That(_expired, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void Answer_that_throws_refuses_and_a_handler_that_throws_stops_no_other()
    {
        InProcessReviewQueue<string, int> queue = new(
            new() { ItemTimeout = TimeSpan.FromHours(1) }, _clock, new() { WhenExpired = _ => throw new InvalidOperationException() });
        queue.OnExpired(_ => throw new InvalidOperationException());
        using (queue.OnExpired(_ => Assert.Fail("disposed of")))
        {
        }

        queue.OnExpired(_expired.Add);
        queue.Submit(1);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(queue.ExpireDue(), Is.EqualTo(1));
        Assert.That(_expired.Single().HasExpiredAnswer, Is.False);
    }

    [Test]
    public void Answer_and_handler_may_use_the_queue_from_another_thread()
    {
        InProcessReviewQueue<string, int> queue = null!;
        queue = new(new() { ItemTimeout = TimeSpan.FromHours(1) }, _clock, new() { WhenExpired = _ => Count() });
        int seen = -1;
        queue.OnExpired(_ => seen = Count());
        queue.Submit(1);
        _clock.Advance(TimeSpan.FromHours(1));

        // Another thread would wait for ever if these ran inside the queue's lock.
        queue.ExpireDue();
        Assert.That(seen, Is.EqualTo(1));
        Assert.That(queue.List().Single().ExpiredAnswer, Is.EqualTo(1));

        int Count() => Task.Run(() => queue.List(ReviewStatus.Expired).Count).GetAwaiter().GetResult();
    }

    [Test]
    public void Expired_items_make_room_and_are_kept_among_the_closed()
    {
        InProcessReviewQueue<string, int> queue = new(new() { Capacity = 1, DecidedCapacity = 1, ItemTimeout = TimeSpan.FromHours(1) }, _clock);
        queue.Submit(1);
        Assert.That(queue.Submit(2), Is.False);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(queue.Submit(2), Is.True);
        queue.Claim(2, "ann");
        queue.Decide(2, "ann");
        Assert.That(queue.Numbers(), Is.EqualTo([2]), "the one closed longest ago is dropped");
    }

    [Test]
    public async Task Expired_answer_does_not_become_a_label()
    {
        int labels = 0;
        await using SafeModel<string, int> safe = Model.FromDelegate((string text) => text.Length).WithSafety(safety => safety
            .UseTimeProvider(_clock)
            .AddConfidenceThreshold(_ => 0.5, minimum: 0.9)
            .AddHumanReview(new ReviewQueueOptions { ItemTimeout = TimeSpan.FromHours(1) }, new() { WhenExpired = _ => 7 })
            .UseOutcomes(output => output)
            .AddMonitor(new Support.Scripted.Monitor("labels", (block, _) => labels += block.HasLabels ? block.Labels.Length : 0)));
        await safe.EvaluateAsync("one");
        CallId second = (await safe.EvaluateAsync("two")).CallId;
        await safe.Reviews.ClaimAsync(second, "ann");
        await safe.Reviews.DecideAsync(second, "ann", 3);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.That(((IExpiringReviewQueue)safe.Reviews).ExpireDue(), Is.EqualTo(1));
        await safe.FlushAsync();
        Assert.That(labels, Is.EqualTo(1), "the person's");
    }

    [Test]
    public void Timeout_out_of_range_is_refused() =>
        Assert.That(() => new InProcessReviewQueue<string, int>(new() { ItemTimeout = TimeSpan.Zero }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("ItemTimeout"));

    private InProcessReviewQueue<string, int> Queue(ReviewRules<string, int>? rules = null)
    {
        InProcessReviewQueue<string, int> queue = new(new() { ItemTimeout = TimeSpan.FromHours(1) }, _clock, rules);
        queue.OnExpired(_expired.Add);
        return queue;
    }
}
