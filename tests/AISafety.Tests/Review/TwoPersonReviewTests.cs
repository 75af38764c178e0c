using AISafety.Review;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Review;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TwoPersonReviewTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<ReviewDecision<int>> _told = [];

    [Test]
    public void Item_with_such_a_code_is_decided_when_a_second_reviewer_agrees()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        Assert.That(queue.List().Single().RequiredReviewers, Is.EqualTo(2));

        Say(queue, "ann", 5);
        ReviewItem<string, int> between = queue.List().Single();
        Assert.That((between.Status, between.Reviewer, between.OpinionCount), Is.EqualTo((ReviewStatus.Waiting, (string?)null, 1)));
        Assert.That(between.Opinions, Is.Empty, "the second is not to be led by the first");
        Assert.That(_told, Is.Empty);
        Assert.That(queue.Claim(1, "ann"), Is.Null, "somebody else");

        Say(queue, "bob", 5);
        ReviewItem<string, int> decided = queue.List().Single();
        Assert.That((decided.Status, decided.Decision!.Output, decided.Decision.Reviewer), Is.EqualTo((ReviewStatus.Decided, 5, "bob")));
        Assert.That(decided.Opinions.Select(one => one.Reviewer), Is.EqualTo(["ann", "bob"]));
        Assert.That(_told.Single(), Is.EqualTo(decided.Decision));
    }

    [Test]
    public void Item_without_such_a_code_needs_one()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        _ = queue.SubmitAsync(Queues.Request(1) with { Evidence = [new("test.other", "A reason.")] }).Result;
        Say(queue, "ann", 5);
        Assert.That(queue.List().Single().Status, Is.EqualTo(ReviewStatus.Decided));
    }

    [Test]
    public void Disagreement_goes_to_a_third_until_two_agree()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        Say(queue, "ann", 5);
        Say(queue, "bob", 6);
        Assert.That(queue.List().Single().Status, Is.EqualTo(ReviewStatus.Waiting));
        Assert.That((queue.Claim(1, "ann"), queue.Claim(1, "bob")), Is.EqualTo(((ReviewItem<string, int>?)null, (ReviewItem<string, int>?)null)));
        Say(queue, "cy", 7);
        Say(queue, "dee", 6);
        Assert.That(_told.Single().Output, Is.EqualTo(6));
        Assert.That(queue.List().Single().OpinionCount, Is.EqualTo(4));
    }

    [Test]
    public void Comparer_says_when_answers_are_the_same()
    {
        InProcessReviewQueue<string, int> queue = Queue(EqualityComparer<int>.Create((a, b) => Math.Abs(a - b) < 10, _ => 0));
        queue.Submit(1);
        Say(queue, "ann", 5);
        Say(queue, "bob", 11);
        Assert.That(_told.Single().Output, Is.EqualTo(11));
    }

    [Test]
    public void Claim_of_the_second_expires_and_the_first_answer_stays()
    {
        InProcessReviewQueue<string, int> queue = Queue();
        queue.Submit(1);
        Say(queue, "ann", 5);
        queue.Claim(1, "bob");
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(queue.Decide(1, "bob"), Is.False);
        Say(queue, "cy", 5);
        Assert.That(_told.Single().Reviewer, Is.EqualTo("cy"));
    }

    [Test]
    public async Task Decision_reaches_the_monitors_as_a_label_once()
    {
        List<float> labels = [];
        await using SafeModel<string, int> safe = Model.FromDelegate((string text) => text.Length).WithSafety(safety => safety
            .AddConfidenceThreshold(_ => 0.5, minimum: 0.9)
            .AddHumanReview(new ReviewQueueOptions(), new() { TwoPersonCodes = ["confidence.low"] })
            .UseOutcomes(output => output)
            .AddMonitor(new Support.Scripted.Monitor("labels", (block, _) =>
            {
                if (block.HasLabels)
                {
                    labels.AddRange(block.Labels.ToArray());
                }
            })));
        CallId id = (await safe.EvaluateAsync("one")).CallId;
        foreach (string reviewer in new[] { "ann", "bob" })
        {
            await safe.Reviews.ClaimAsync(id, reviewer);
            Assert.That(await safe.Reviews.DecideAsync(id, reviewer, 4), Is.True);
        }

        await safe.FlushAsync();
        Assert.That(labels, Is.EqualTo(new[] { 4f }));
    }

    [Test]
    public void Statistics_count_and_compare()
    {
        InProcessReviewQueue<string, int> queue = new(
            new() { ItemTimeout = TimeSpan.FromHours(10), ClaimTimeout = TimeSpan.FromHours(10), Capacity = 60 }, _clock, new() { TwoPersonCodes = ["test.code"] });

        // Twenty agreed yes, five yes and no, ten no and yes, fifteen agreed no: kappa 0.4. The model always says yes.
        int number = 0;
        foreach ((int first, int second, int count) in new[] { (1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15) })
        {
            for (int i = 0; i < count; i++)
            {
                number++;
                _ = queue.SubmitAsync(Queues.Request(number) with { HasOutput = true, Output = 1 }).Result;
                Say(queue, "ann", first, number);
                _clock.Advance(TimeSpan.FromMinutes(first == second ? 4 : 0));
                Say(queue, "bob", second, number);
            }
        }

        queue.Submit(++number);
        queue.Claim(number, "cy");
        Assert.That(queue.Submit(number), Is.False);
        ReviewStatistics statistics = queue.GetStatistics();
        Assert.That(statistics.Kappa, Is.EqualTo(0.4).Within(1e-12));
        Assert.That((statistics.Pairs, statistics.PairsAgreed, statistics.Agreement), Is.EqualTo((50L, 35L, 0.7)));
        Assert.That((statistics.ComparedWithModel, statistics.AgreedWithModel), Is.EqualTo((35L, 20L)));
        Assert.That(statistics.AgreementWithModel, Is.EqualTo(20 / 35.0));
        Assert.That((statistics.Submitted, statistics.NotTaken, statistics.Waiting, statistics.Claimed, statistics.Decided, statistics.Expired), Is.EqualTo((51L, 1L, 15, 1, 35L, 0L)));
        Assert.That((statistics.MeanTimeToDecision, statistics.LongestTimeToDecision), Is.EqualTo((TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(4))));

        _clock.Advance(TimeSpan.FromHours(10));
        Assert.That(queue.GetStatistics(), Has.Property("Expired").EqualTo(16).And.Property("Waiting").Zero.And.Property("Claimed").Zero);
    }

    [Test]
    public void Statistics_of_nothing_and_of_answers_that_are_no_categories_have_no_kappa()
    {
        Assert.That(Queue().GetStatistics(), Has.Property("Kappa").NaN.And.Property("Agreement").NaN.And.Property("AgreementWithModel").NaN);
        InProcessReviewQueue<string, int> queue = Queue();
        for (int number = 1; number <= 70; number++)
        {
            queue.Submit(number);
            Say(queue, "ann", number, number);
            Say(queue, "bob", number, number);
        }

        Assert.That(queue.GetStatistics(), Has.Property("Kappa").NaN.And.Property("Agreement").EqualTo(1));
    }

    [Test]
    public void Blank_code_is_refused() =>
        Assert.That(() => new InProcessReviewQueue<string, int>(rules: new() { TwoPersonCodes = [" "] }), Throws.ArgumentException);

    private InProcessReviewQueue<string, int> Queue(IEqualityComparer<int>? comparer = null)
    {
        InProcessReviewQueue<string, int> queue = new(timeProvider: _clock, rules: new() { TwoPersonCodes = ["test.code"], Comparer = comparer });
        queue.OnDecided(_told.Add);
        return queue;
    }

    private static void Say(InProcessReviewQueue<string, int> queue, string reviewer, int answer, int number = 1)
    {
        Assert.That(queue.Claim(number, reviewer), Is.Not.Null);
        Assert.That(queue.Decide(number, reviewer, answer), Is.True);
    }
}
