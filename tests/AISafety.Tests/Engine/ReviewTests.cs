using AISafety.Review;
using AISafety.Tests.Support;

namespace AISafety.Tests.Engine;

[TestFixture]
public sealed class ReviewTests
{
    [Test]
    public async Task EvaluateAsync_review_submits_a_copy_and_the_decision_comes_back_as_a_label()
    {
        InProcessReviewQueue<float[], string> queue = new();
        List<(float X, float Label)> joined = [];
        await using SafeModel<float[], string> safe = Model.FromDelegate<float[], string>(x => "doubtful").WithSafety(safety => safety
            .UseFeatures(FeatureSchema.ForVector("x"))
            .AddConfidenceThreshold(_ => 0.5, minimum: 0.9)
            .AddHumanReview(queue)
            .UseOutcomes(output => output.Length)
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) =>
            {
                if (block.HasLabels)
                {
                    joined.Add((block.Feature(0)[0], block.Labels[0]));
                }
            })));

        float[] input = [7];
        SafetyResult<string> result = await safe.EvaluateAsync(input, new CallInfo(Caller: "web"));
        input[0] = 99;

        ReviewItem<float[], string> item = (await queue.ListAsync()).Single();
        Assert.That(result.Action, Is.EqualTo(SafetyAction.Review));
        Assert.That(result.HasOutput, Is.False);
        Assert.That(item.Request.CallId, Is.EqualTo(result.CallId));
        Assert.That(item.Request.Input, Is.EqualTo(new[] { 7f }), "the caller's array may change");
        Assert.That(item.Request.HasOutput, Is.True);
        Assert.That(item.Request.Output, Is.EqualTo("doubtful"));
        Assert.That(item.Request.Call.Caller, Is.EqualTo("web"));
        Assert.That(item.Request.Evidence.Single().Code, Is.EqualTo("confidence.low"));

        await queue.ClaimAsync(result.CallId, "ann");
        Assert.That(await queue.DecideAsync(result.CallId, "ann", "right"), Is.True);
        await safe.FlushAsync();
        Assert.That(joined, Is.EqualTo(new[] { (7f, 5f) }));
    }

    [Test]
    public async Task EvaluateAsync_review_without_a_queue_waits_in_this_process()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddInputGuard(Scripted.Input(Verdict.Review(Scripted.Reason))));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.HasOutput, Is.False);
        Assert.That((await safe.Reviews.ListAsync()).Single().Request.CallId, Is.EqualTo(result.CallId));
    }

    [Test]
    public async Task Decide_label_cannot_be_read_raises_an_alert_and_the_decision_stands()
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input(Verdict.Review(Scripted.Reason)))
            .UseOutcomes(_ => throw new InvalidDataException("secret"))
            .OnAlert(alerts.Add));
        CallId id = (await safe.EvaluateAsync(1)).CallId;
        await safe.Reviews.ClaimAsync(id, "ann");

        Assert.That(await safe.Reviews.DecideAsync(id, "ann", "right"), Is.True);
        Assert.That(alerts.Single().Code, Is.EqualTo("review.decision-lost"));
        Assert.That(alerts.Single().Exception, Is.InstanceOf<InvalidDataException>());
    }

    [Test]
    public async Task EvaluateAsync_review_queue_is_full_says_so_and_the_fallback_answers()
    {
        InProcessReviewQueue<int, string> queue = new(new() { Capacity = 1 });
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input(Verdict.Review(Scripted.Reason)))
            .AddHumanReview(queue)
            .AddFallback("meanwhile"));

        await safe.EvaluateAsync(1);
        SafetyResult<string> result = await safe.EvaluateAsync(2);

        Assert.That(result.Output, Is.EqualTo("meanwhile"));
        Assert.That(result.Action, Is.EqualTo(SafetyAction.Review));
        Assert.That(result.Evidence.Select(evidence => evidence.Code), Has.Member(EvidenceCodes.ReviewFailed));
        Assert.That(queue.OpenCount, Is.EqualTo(1));
    }

    [Test]
    public async Task EvaluateAsync_input_cannot_be_copied_says_so()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input(Verdict.Review(Scripted.Reason)))
            .CopyInput(_ => throw new InvalidOperationException("secret"))
            .AddHumanReview(new InProcessReviewQueue<int, string>()));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.HasOutput, Is.False);
        Assert.That(result.Evidence[^1].Code, Is.EqualTo(EvidenceCodes.ReviewFailed));
        Assert.That(result.Evidence[^1].ToString(), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task EvaluateAsync_last_good_value_answers_for_a_key_that_was_answered_before()
    {
        bool down = false;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(x => down ? throw new IOException() : $"good {x}").WithSafety(safety => safety
            .AddLastGoodValue(x => $"{x}"));

        await safe.PredictAsync(1);
        down = true;
        SafetyResult<string> known = await safe.EvaluateAsync(1);
        SafetyResult<string> unknown = await safe.EvaluateAsync(2);

        Assert.That(known.Output, Is.EqualTo("good 1"));
        Assert.That(known.ServedBy, Is.EqualTo("last-good-value"));
        Assert.That(unknown.HasOutput, Is.False);
    }
}
