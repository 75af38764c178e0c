using AISafety.Review;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Review;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InProcessReviewQueueTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void Submit_then_claim_then_decide_is_the_way_of_an_item()
    {
        InProcessReviewQueue<string, int> queue = Queue();

        Assert.That(queue.Submit(1), Is.True);
        Assert.That(queue.List().Single(), Has.Property("Status").EqualTo(ReviewStatus.Waiting).And.Property("Reviewer").Null.And.Property("Decision").Null);

        Assert.That(queue.Claim(1, "ann"), Is.EqualTo(queue.List().Single()));
        Assert.That(queue.List().Single(), Has.Property("Status").EqualTo(ReviewStatus.Claimed).And.Property("Reviewer").EqualTo("ann"));
        Assert.That(queue.OpenCount, Is.EqualTo(1));

        Assert.That(queue.Decide(1, "ann"), Is.True);
        ReviewItem<string, int> decided = queue.List().Single();
        Assert.That(decided.Status, Is.EqualTo(ReviewStatus.Decided));
        Assert.That(decided.Decision, Is.EqualTo(new ReviewDecision<int>(Queues.Id(1), 42, "ann", "because", _clock.GetUtcNow())));
        Assert.That(queue.OpenCount, Is.Zero);
    }

    [Test]
    public void List_is_in_the_order_of_submission()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        foreach (int number in new[] { 5, 3, 9, 1 })
        {
            queue.Submit(number);
        }

        queue.Claim(9, "ann");
        queue.Claim(3, "ann");
        queue.Decide(9, "ann");
        queue.Claim(5, "bob");
        queue.Decide(5, "bob");

        Assert.That(queue.Numbers(), Is.EqualTo([5, 3, 9, 1]));
        Assert.That(queue.Numbers(ReviewStatus.Waiting), Is.EqualTo([1]));
        Assert.That(queue.Numbers(ReviewStatus.Claimed), Is.EqualTo([3]));
        Assert.That(queue.Numbers(ReviewStatus.Decided), Is.EqualTo([5, 9]));
    }

    [Test]
    public void Submit_past_the_capacity_is_not_taken_until_one_is_decided()
    {
        InProcessReviewQueue<string, int> queue = Queue(new() { Capacity = 2 });
        queue.Submit(1);
        queue.Submit(2);
        queue.Claim(1, "ann");

        Assert.That(queue.Submit(3), Is.False, "claimed items count");
        queue.Decide(1, "ann");
        Assert.That(queue.Submit(3), Is.True, "decided items do not");
        Assert.That(queue.Submit(4), Is.False);
    }

    [Test]
    public void Submit_of_a_call_that_is_there_already_is_not_taken_in_any_state()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        Assert.That(queue.Submit(1), Is.False);
        queue.Claim(1, "ann");
        Assert.That(queue.Submit(1), Is.False);
        queue.Decide(1, "ann");
        Assert.That(queue.Submit(1), Is.False);
        Assert.That(queue.List(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Decide_past_the_decided_capacity_drops_the_one_decided_longest_ago()
    {
        InProcessReviewQueue<string, int> queue = Queue(new() { DecidedCapacity = 2 });
        foreach (int number in new[] { 1, 2, 3 })
        {
            queue.Submit(number);
        }

        foreach (int number in new[] { 3, 1, 2 })
        {
            queue.Claim(number, "ann");
            queue.Decide(number, "ann");
        }

        Assert.That(queue.Numbers(), Is.EqualTo([1, 2]));
        Assert.That(queue.Claim(3, "ann"), Is.Null);
    }

    [Test]
    public void Decide_without_room_for_decided_items_keeps_none()
    {
        InProcessReviewQueue<string, int> queue = Queue(new() { DecidedCapacity = 0 });
        queue.Submit(1);
        queue.Claim(1, "ann");

        Assert.That(queue.Decide(1, "ann"), Is.True);
        Assert.That(queue.List(), Is.Empty);
    }

    [Test]
    public void Claim_of_what_another_holds_or_is_decided_or_unknown_is_null()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        queue.Claim(1, "ann");

        Assert.That(queue.Claim(1, "bob"), Is.Null);
        Assert.That(queue.Claim(1, "Ann"), Is.Null, "names are compared exactly");
        Assert.That(queue.Claim(2, "bob"), Is.Null);
        Assert.That(queue.ClaimAsync(default, "bob").Result, Is.Null);
        queue.Decide(1, "ann");
        Assert.That(queue.Claim(1, "ann"), Is.Null);
    }

    [Test]
    public void Decide_without_the_claim_is_refused_and_changes_nothing()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        Assert.That(queue.Decide(1, "ann"), Is.False, "waiting");
        queue.Claim(1, "ann");
        Assert.That(queue.Decide(1, "bob"), Is.False, "another's");
        Assert.That(queue.Decide(2, "ann"), Is.False, "unknown");
        Assert.That(queue.Decide(1, "ann"), Is.True);
        Assert.That(queue.Decide(1, "ann", 43), Is.False, "decided");
        Assert.That(queue.List().Single().Decision!.Output, Is.EqualTo(42));
    }

    [Test]
    public void Claim_that_expires_waits_again_at_its_old_place()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        queue.Submit(2);
        queue.Claim(1, "ann");
        _clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.That(queue.Claim(1, "bob"), Is.Null, "still ann's");

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(queue.Numbers(ReviewStatus.Waiting), Is.EqualTo([1, 2]));
        Assert.That(queue.List()[0].Reviewer, Is.Null);
        Assert.That(queue.Decide(1, "ann"), Is.False);
        Assert.That(queue.Claim(1, "bob")!.Reviewer, Is.EqualTo("bob"));
    }

    [Test]
    public void Claim_by_its_holder_renews_it()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        queue.Claim(1, "ann");
        _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.That(queue.Claim(1, "ann"), Is.Not.Null);
        _clock.Advance(TimeSpan.FromMinutes(20));

        Assert.That(queue.Decide(1, "ann"), Is.True);
    }

    [Test]
    public void Snapshots_do_not_change_afterwards()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        List<Evidence> evidence = [new("test.code", "A reason.")];
        _ = queue.SubmitAsync(Queues.Request(1) with { Evidence = evidence }).Result;
        IReadOnlyList<ReviewItem<string, int>> before = queue.List();
        evidence.Clear();
        queue.Claim(1, "ann");
        queue.Submit(2);

        Assert.That(before.Single().Status, Is.EqualTo(ReviewStatus.Waiting));
        Assert.That(queue.List()[0].Request.Evidence, Has.Count.EqualTo(1));
    }

    [Test]
    public void Cancelled_token_cancels_every_operation_and_changes_nothing()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        queue.Claim(1, "ann");
        CancellationToken cancelled = new(canceled: true);

        Assert.That(() => queue.SubmitAsync(Queues.Request(2), cancelled).AsTask(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => queue.ListAsync(null, cancelled).AsTask(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => queue.ClaimAsync(Queues.Id(1), "ann", cancelled).AsTask(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => queue.DecideAsync(Queues.Id(1), "ann", 1, null, cancelled).AsTask(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(queue.List().Single().Status, Is.EqualTo(ReviewStatus.Claimed));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("  ")]
    public void Blank_reviewer_is_refused(string? reviewer)
    {
        InProcessReviewQueue<string, int> queue = Queue();

        Assert.That(() => queue.ClaimAsync(Queues.Id(1), reviewer!), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => queue.DecideAsync(Queues.Id(1), reviewer!, 1), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Null_arguments_are_refused()
    {
        InProcessReviewQueue<string, string> queue = new();
        ReviewRequest<string, string> request = new(Queues.Id(1), "", false, null, default, [], default);

        Assert.That(() => queue.SubmitAsync(null!), Throws.ArgumentNullException);
        Assert.That(() => queue.SubmitAsync(request with { Evidence = null! }), Throws.ArgumentNullException);
        Assert.That(() => queue.SubmitAsync(request with { CallId = default }), Throws.ArgumentException.With.Message.Contains("call id"));
        Assert.That(() => queue.DecideAsync(Queues.Id(1), "ann", null!), Throws.ArgumentNullException);
        Assert.That(() => queue.OnDecided((Action<ReviewDecision<string>>)null!), Throws.ArgumentNullException);
        Assert.That(() => queue.ListAsync((ReviewStatus)9), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Options_out_of_range_are_refused()
    {
        Assert.That(() => Queue(new() { Capacity = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Capacity"));
        Assert.That(() => Queue(new() { DecidedCapacity = -1 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("DecidedCapacity"));
        Assert.That(() => Queue(new() { ClaimTimeout = TimeSpan.Zero }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("ClaimTimeout"));
        Assert.That(ReviewQueueOptions.Default, Is.EqualTo(new ReviewQueueOptions { Capacity = 10_000, DecidedCapacity = 10_000, ClaimTimeout = TimeSpan.FromMinutes(30) }));
    }

    [Test]
    public void Queue_is_what_AddHumanReview_takes()
    {
        InProcessReviewQueue<string, int> queue = new();
        SafetyBuilder<string, int> builder = new SafetyBuilder<string, int>(Model.FromDelegate((string text) => text.Length)).AddHumanReview(queue);

        Assert.That(builder.ReviewQueue, Is.SameAs(queue));
    }

    private InProcessReviewQueue<string, int> Queue(ReviewQueueOptions? options = null) => new(options, _clock);
}
