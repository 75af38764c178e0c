namespace AISafety.Tests.Anomaly;

public sealed class AnomalyDetectionTests
{
    private static readonly FeatureSchema<float[]> _two = Detectors.Schema(2);

    [Test]
    public void InspectAsync_typical_row_is_allowed() =>
        Assert.That(Guard().Inspect(_two, [0.1f, -0.2f]).Action, Is.EqualTo(SafetyAction.Allow));

    [TestCase(SafetyAction.Flag)]
    [TestCase(SafetyAction.Review)]
    [TestCase(SafetyAction.Block)]
    public void InspectAsync_far_row_gets_the_chosen_action_and_says_why(SafetyAction otherwise)
    {
        Verdict<float[]> verdict = Guard(otherwise).Inspect(_two, [0.1f, -4567.25f]);

        Assert.That(verdict.Action, Is.EqualTo(otherwise));
        Evidence evidence = verdict.Evidence[0];
        Assert.That(evidence.Code, Is.EqualTo("anomaly.score"));
        Assert.That(evidence.Feature, Is.EqualTo("x1"));
        Assert.That(evidence.Score, Is.InRange(4000, 5000), "units of the standard deviation, which is 1");
        Assert.That(evidence.Threshold, Is.InRange(2, 5));
        Assert.That(evidence.Message, Does.Contain("'x1'").And.Contain("p-value of 0.005,").And.Contain("0.01").And.Not.Contain("4567"));
    }

    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity)]
    [TestCase(float.MaxValue)]
    public void InspectAsync_extreme_value_is_an_anomaly(float value)
    {
        Verdict<float[]> verdict = Guard().Inspect(_two, [value, 0]);

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Flag));
        Assert.That(verdict.Evidence[0].Feature, Is.EqualTo("x0"));
    }

    [Test]
    public void InspectAsync_missing_value_is_passed_over()
    {
        Assert.That(Guard().Inspect(_two, [float.NaN, 0.5f]).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Guard().Inspect(_two, [float.NaN, 50f]).Evidence[0].Feature, Is.EqualTo("x1"));
    }

    [Test]
    public void InspectAsync_row_without_any_value_is_blocked_whatever_the_action()
    {
        Verdict<float[]> verdict = Guard(SafetyAction.Flag).Inspect(_two, [float.NaN, float.NaN]);

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("anomaly.no-features"));
        Assert.That(verdict.Evidence[0].Message, Does.Contain("None of the 2 features"));
    }

    [Test]
    public void InspectAsync_row_that_was_not_read_is_blocked()
    {
        SafetyContext context = new(2, TimeProvider.System);

        Verdict<float[]> verdict = Guard().InspectAsync([0, 0], context).GetAwaiter().GetResult();

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("anomaly.no-features"));
    }

    [Test]
    public void InspectAsync_constant_feature_allows_the_constant_only()
    {
        float[][] reference = [.. Detectors.Normal(400, 2, 3).Select(row => new[] { row[0], 0.1f })];
        IInputGuard<float[]> guard = Detectors.Create(Detectors.Builder(_two).AddAnomalyDetection(reference));

        Assert.That(guard.Inspect(_two, [0, 0.1f]).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(guard.Inspect(_two, [float.NaN, 0.1f]).Action, Is.EqualTo(SafetyAction.Allow), "the constant alone is something to judge");
        Verdict<float[]> other = guard.Inspect(_two, [0, MathF.BitIncrement(0.1f)]);
        Assert.That(other.Action, Is.EqualTo(SafetyAction.Flag));
        Assert.That(other.Evidence[0].Score, Is.EqualTo(double.PositiveInfinity));
        Assert.That(other.Evidence[0].Message, Does.Contain("always"));
    }

    [Test]
    public void InspectAsync_mostly_constant_feature_is_scaled_by_its_mean_deviation()
    {
        // Nine in ten are 0, so that the median deviation is 0; the tenth is 1: mean deviation about 0.1, and z of 1 about 8.
        float[][] reference = [.. Enumerable.Range(0, 1000).Select(i => new[] { i % 10 == 0 ? 1f : 0f, 0f })];
        IInputGuard<float[]> guard = Detectors.Create(Detectors.Builder(_two).AddAnomalyDetection(reference));

        Assert.That(guard.Inspect(_two, [1, 0]).Action, Is.EqualTo(SafetyAction.Allow));
        Verdict<float[]> verdict = guard.Inspect(_two, [2, 0]);
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Flag));
        Assert.That(verdict.Evidence[0].Score, Is.EqualTo(2 / (1.2533 * 0.1)).Within(3));
    }

    [Test]
    public void InspectAsync_category_is_passed_over()
    {
        FeatureSchema<(double Size, string Kind)> schema = FeatureSchema.For<(double Size, string Kind)>()
            .Numeric("size", row => row.Size)
            .Categorical("kind", row => row.Kind, ["a", "b"]);
        (double, string)[] reference = [.. Detectors.Normal(300, 1, 4).Select(row => ((double)row[0], "a"))];
        IInputGuard<(double, string)> guard = Detectors.Create(Detectors.Builder(schema).AddAnomalyDetection(reference));

        Assert.That(guard.Inspect(schema, (0.1, "never seen")).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(guard.Inspect(schema, (double.NaN, "a")).Action, Is.EqualTo(SafetyAction.Block), "a category alone is nothing to judge");
    }

    [Test]
    public void InspectAsync_vector_feature_is_judged_element_by_element()
    {
        FeatureSchema<float[]> schema = FeatureSchema.For<float[]>().Vector("embedding", row => row, 5);
        IInputGuard<float[]> guard = Detectors.Create(Detectors.Builder(schema).AddAnomalyDetection(Detectors.Normal(400, 5, 5)));

        Assert.That(guard.Inspect(schema, [0, 0, 0, 40, 0]).Evidence[0].Feature, Is.EqualTo("embedding[3]"));
    }

    [Test]
    public void InspectAsync_allowed_row_allocates_nothing()
    {
        IInputGuard<float[]> guard = Guard();
        float[] input = [0.1f, 0.2f];
        SafetyContext context = Support.Guards.Context(_two, input);
        for (int i = 0; i < 100; i++)
        {
            _ = guard.InspectAsync(input, context).Result.Action;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _ = guard.InspectAsync(input, context).Result.Action;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Name_is_stable() => Assert.That(Guard().Name, Is.EqualTo("anomaly"));

    private static IInputGuard<float[]> Guard(SafetyAction otherwise = SafetyAction.Flag) =>
        Detectors.Create(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(400, 2, 1), otherwise: otherwise));
}
