using AISafety.Review;

namespace AISafety.Tests.Review;

public sealed class ReviewPriorityTests
{
    [Test]
    public void List_is_by_priority_and_then_in_the_order_of_submission()
    {
        InProcessReviewQueue<string, int> queue = new(rules: new() { Priority = request => request.Input.Length });
        foreach ((int number, string input) in new[] { (1, "aa"), (2, "aaaa"), (3, "a"), (4, "aaaa"), (5, "aa") })
        {
            _ = queue.SubmitAsync(Queues.Request(number, input)).Result;
        }

        queue.Claim(4, "ann");
        Assert.That(queue.Numbers(), Is.EqualTo([2, 4, 1, 5, 3]));
        Assert.That(queue.Numbers(ReviewStatus.Waiting), Is.EqualTo([2, 1, 5, 3]));
        Assert.That(queue.List()[0].Priority, Is.EqualTo(4));
    }

    [Test]
    public void Priority_that_cannot_be_said_comes_first()
    {
        InProcessReviewQueue<string, int> queue = new(rules: new()
        {
            Priority = request => request.Input switch { "nan" => double.NaN, "throw" => throw new InvalidOperationException(), _ => 1e300 },
        });
        _ = queue.SubmitAsync(Queues.Request(1, "usual")).Result;
        _ = queue.SubmitAsync(Queues.Request(2, "nan")).Result;
        _ = queue.SubmitAsync(Queues.Request(3, "throw")).Result;
        Assert.That(queue.Numbers(), Is.EqualTo([2, 3, 1]));
    }

    [Test]
    public void Priority_by_evidence_is_severity_and_then_distance_beyond_the_limit()
    {
        // By severity; a confidence of 0.1 against 0.7 (0.6 / 1.3) comes before one of 0.6; a z of 70 against 7 before a z of 8; an infinite one before all of its rank.
        double[] risks =
        [
            Risk(Stamped(SafetyAction.Block)),
            Risk(Stamped(SafetyAction.Review, double.PositiveInfinity, 7)),
            Risk(Stamped(SafetyAction.Review, 70, 7)),
            Risk(Stamped(SafetyAction.Review, 0.1, 0.7)),
            Risk(Stamped(SafetyAction.Review, 8, 7), Stamped(SafetyAction.Flag, 700, 7)),
            Risk(Stamped(SafetyAction.Review, 0.7, 0.7), Stamped(SafetyAction.Review)),
            Risk(Stamped(SafetyAction.Flag, 700, 7)),
            Risk(Stamped(SafetyAction.Block, mode: GuardMode.ReportOnly)),
        ];
        Assert.That(risks, Is.Ordered.Descending);
        Assert.That(risks[0], Is.EqualTo(2));
        Assert.That(risks[3], Is.EqualTo(1 + 0.6 / 1.3).Within(1e-12));
        Assert.That(risks[5], Is.EqualTo(1));
        Assert.That(risks[^1], Is.Zero);
        Assert.That(Risk(), Is.Zero);
    }

    [Test]
    public async Task Engine_items_are_listed_by_how_unsure_they_are()
    {
        await using SafeModel<double, double> safe = Model.FromDelegate((double x) => x).WithSafety(safety => safety.AddConfidenceThreshold(x => x, minimum: 0.9));
        foreach (double confidence in new[] { 0.6, 0.1, 0.8, 0.3 })
        {
            await safe.EvaluateAsync(confidence);
        }

        Assert.That((await safe.Reviews.ListAsync()).Select(item => item.Request.Input), Is.EqualTo(new[] { 0.1, 0.3, 0.6, 0.8 }));
    }

    private static double Risk(params Evidence[] evidence)
    {
        InProcessReviewQueue<string, int> queue = new();
        _ = queue.SubmitAsync(Queues.Request(1) with { Evidence = evidence }).Result;
        return queue.List().Single().Priority;
    }

    private static Evidence Stamped(SafetyAction action, double score = double.NaN, double threshold = double.NaN, GuardMode mode = GuardMode.Enforce) =>
        new Evidence("test.code", "A reason.") { Score = score, Threshold = threshold }.Stamped("test", action, mode);
}
