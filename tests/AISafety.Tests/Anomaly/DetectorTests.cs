using AISafety.Anomaly;

namespace AISafety.Tests.Anomaly;

/// <summary>What every detector of whole rows does, and what only one does.</summary>
public sealed class DetectorTests
{
    private static readonly string[] _detectors = ["mahalanobis", "forest", "neighbors"];
    private static readonly string[] _all = ["robust", .. _detectors];
    private static readonly FeatureSchema<float[]> _three = Detectors.Schema(3);

    [TestCaseSource(nameof(_all))]
    public void InspectAsync_typical_row_is_allowed_and_far_row_is_not(string detector)
    {
        IInputGuard<float[]> guard = Guard(detector);

        Assert.That(guard.Inspect(_three, [0.1f, 0.2f, -0.1f]).Action, Is.EqualTo(SafetyAction.Allow));
        float others = detector == "forest" ? 3 : 0.1f;
        Verdict<float[]> verdict = guard.Inspect(_three, [others, others, 4567.25f]);
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Review));
        Evidence evidence = verdict.Evidence[0];
        Assert.That(evidence.Code, Is.EqualTo("anomaly.score"));
        Assert.That(evidence.Feature, detector == "forest" ? Is.Not.Null : Is.EqualTo("x2"));
        Assert.That(evidence.Score, Is.GreaterThan(evidence.Threshold).And.LessThan(double.PositiveInfinity));
        Assert.That(evidence.Message, Does.Contain($"'{evidence.Feature}'").And.Contain("p-value of 0.0").And.Contain("rate of 0.01").And.Not.Contain("4567").And.Not.Contain("{"));
    }

    [TestCaseSource(nameof(_all))]
    public void InspectAsync_infinite_value_is_infinitely_strange(string detector)
    {
        foreach (float value in new[] { float.PositiveInfinity, float.NegativeInfinity })
        {
            Verdict<float[]> verdict = Guard(detector).Inspect(_three, [0, value, float.NaN]);
            Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Review));
            Assert.That(verdict.Evidence[0].Feature, Is.EqualTo("x1"));
            Assert.That(verdict.Evidence[0].Score, Is.EqualTo(double.PositiveInfinity));
        }
    }

    [TestCase("robust")]
    [TestCase("mahalanobis")]
    [TestCase("neighbors")]
    public void InspectAsync_extreme_value_is_an_anomaly(string detector) =>
        Assert.That(Guard(detector).Inspect(_three, [0, float.MaxValue, 0]).Evidence[0].Feature, Is.EqualTo("x1"));

    [Test]
    public void Forest_takes_a_value_beyond_all_for_the_most_extreme_one()
    {
        // As its documentation says: cuts lie within what was seen, and one of three features is cut in a third of cases.
        IInputGuard<float[]> guard = Guard("forest");

        Assert.That(guard.Inspect(_three, [0, 0, 4567]).Action, Is.EqualTo(guard.Inspect(_three, [0, 0, 5]).Action));
    }

    [TestCaseSource(nameof(_all))]
    public void InspectAsync_missing_values_do_not_hide_a_strange_one(string detector)
    {
        IInputGuard<float[]> guard = Guard(detector);

        Assert.That(guard.Inspect(_three, [float.NaN, 0.5f, float.NaN]).Action, Is.EqualTo(SafetyAction.Allow));
        Verdict<float[]> verdict = guard.Inspect(_three, [detector == "forest" ? 50 : float.NaN, 50f, float.NaN]);
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Review));
        Assert.That(verdict.Evidence[0].Feature, Is.EqualTo("x1").Or.EqualTo(detector == "forest" ? "x0" : "x1"));
        Assert.That(guard.Inspect(_three, [float.NaN, float.NaN, float.NaN]).Evidence[0].Code, Is.EqualTo("anomaly.no-features"));
        Assert.That(guard.Inspect(_three, [float.NaN, float.NaN, float.NaN]).Action, Is.EqualTo(SafetyAction.Block));
    }

    [TestCaseSource(nameof(_all))]
    public void InspectAsync_row_that_was_not_read_is_blocked(string detector) =>
        Assert.That(
            Guard(detector).InspectAsync([0, 0, 0], new(3, TimeProvider.System)).Result.Evidence[0].Code, Is.EqualTo("anomaly.no-features"));

    [TestCaseSource(nameof(_all))]
    public void InspectAsync_constant_feature_allows_the_constant_only(string detector)
    {
        float[][] reference = [.. Detectors.Normal(400, 3, 3).Select(row => new[] { row[0], 0.1f, row[2] })];
        IInputGuard<float[]> guard = Guard(detector, reference);

        Assert.That(guard.Inspect(_three, [0, 0.1f, 0]).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(guard.Inspect(_three, [float.NaN, 0.1f, float.NaN]).Action, Is.EqualTo(SafetyAction.Allow), "the constant alone is something to judge");
        Assert.That(guard.Inspect(_three, [0, float.NaN, 0]).Action, Is.EqualTo(SafetyAction.Allow));
        Verdict<float[]> other = guard.Inspect(_three, [0, MathF.BitIncrement(0.1f), 0]);
        Assert.That(other.Evidence[0].Score, Is.EqualTo(double.PositiveInfinity));
        Assert.That(other.Evidence[0].Feature, Is.EqualTo("x1"));
        Assert.That(other.Evidence[0].Message, Does.Contain("always"));
    }

    [TestCaseSource(nameof(_all))]
    public void InspectAsync_category_is_passed_over(string detector)
    {
        FeatureSchema<(double Size, string Kind, double Age)> schema = FeatureSchema.For<(double Size, string Kind, double Age)>()
            .Numeric("size", row => row.Size)
            .Categorical("kind", row => row.Kind, ["a", "b"])
            .Numeric("age", row => row.Age);
        (double, string, double)[] reference = [.. Detectors.Normal(400, 2, 4).Select(row => ((double)row[0], "a", (double)row[1]))];
        IInputGuard<(double, string, double)> guard = Detectors.Create(
            Detectors.Builder(schema).AddAnomalyDetection(reference, options: new() { Detector = Detectors.Named(detector) }));

        Assert.That(guard.Inspect(schema, (0.1, "never seen", 0.2)).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(guard.Inspect(schema, (detector == "forest" ? 80 : 0.1, "a", 90)).Evidence[0].Feature, Is.EqualTo("age").Or.EqualTo(detector == "forest" ? "size" : "age"));
        Assert.That(guard.Inspect(schema, (double.NaN, "a", double.NaN)).Action, Is.EqualTo(SafetyAction.Block), "a category alone is nothing to judge");
    }

    [Test]
    public void InspectAsync_allowed_row_allocates_nothing([ValueSource(nameof(_all))] string detector, [Values(10, 200)] int width, [Values] bool isMissing)
    {
        FeatureSchema<float[]> schema = Detectors.Schema(width);
        IInputGuard<float[]> guard = Detectors.Create(
            Detectors.Builder(schema).AddAnomalyDetection(Detectors.Normal(500, width, 2), options: new() { Detector = Detectors.Named(detector) }));
        float[] input = new float[width];
        input[width / 2] = isMissing ? float.NaN : 0.2f;
        SafetyContext context = Support.Guards.Context(schema, input);
        for (int i = 0; i < 100; i++)
        {
            Assert.That(guard.InspectAsync(input, context).Result.Action, Is.EqualTo(SafetyAction.Allow));
        }

        // A collection may empty the pool of arrays meanwhile: what is allocated every time is allocated in each of three rounds.
        long least = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                _ = guard.InspectAsync(input, context).Result.Action;
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(least, Is.Zero);
    }

    [Test]
    public void Mahalanobis_sees_values_that_never_occur_together()
    {
        // The second is twice the first, nearly: each value of (1.5, -3) is usual.
        float[][] reference = [.. Detectors.Normal(600, 3, 5).Select(row => new[] { row[0], 2 * row[0] + 0.1f * row[1], row[2] })];

        Assert.That(Guard("robust", reference).Inspect(_three, [1.5f, -3, 0]).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Guard("mahalanobis", reference).Inspect(_three, [1.5f, 3, 0]).Action, Is.EqualTo(SafetyAction.Allow));
        Verdict<float[]> verdict = Guard("mahalanobis", reference).Inspect(_three, [1.5f, -3, 0]);
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Review));
        Assert.That(verdict.Evidence[0].Feature, Is.EqualTo("x0").Or.EqualTo("x1"));
        Assert.That(verdict.Evidence[0].Message, Does.Contain("beside the other features"));

        // One of the two alone says nothing.
        Assert.That(Guard("mahalanobis", reference).Inspect(_three, [1.5f, float.NaN, 0]).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [TestCase("forest")]
    [TestCase("neighbors")]
    public void Detectors_without_a_shape_see_the_space_between_clusters(string detector)
    {
        float[][] reference = [.. Detectors.Normal(600, 3, 6).Select((row, i) => row.Select(value => 0.1f * value + (i % 2 == 0 ? -3 : 3)).ToArray())];

        Assert.That(Guard("mahalanobis", reference).Inspect(_three, [0, 0, 0]).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Guard(detector, reference).Inspect(_three, [0, 0, 0]).Action, Is.EqualTo(SafetyAction.Review));
        Assert.That(Guard(detector, reference).Inspect(_three, [3, 3, 3]).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public void Evidence_names_no_feature_if_none_stands_out()
    {
        // Between two clusters in one feature, the median is no better place.
        FeatureSchema<float[]> schema = Detectors.Schema(1);
        float[][] reference = [.. Detectors.Normal(601, 1, 7).Select((row, i) => new[] { 0.1f * row[0] + (i % 2 == 0 ? -3 : 3) })];
        IInputGuard<float[]> guard = Detectors.Create(
            Detectors.Builder(schema).AddAnomalyDetection(reference, options: new() { Detector = AnomalyDetector.NearestNeighbors() }));
        Evidence evidence = guard.Inspect(schema, [-2f]).Evidence[0];

        Assert.That(evidence.Feature, Is.EqualTo("x0").Or.Null);
        Assert.That(evidence.Message, Does.Not.Contain("{").And.Not.Contain("''"));
    }

    [TestCaseSource(nameof(_detectors))]
    public void Build_is_in_other_units_the_same(string detector)
    {
        float[][] reference = Detectors.Normal(400, 3, 9);
        float[] units = [1024 * 1024, 1, 1f / 4096];
        IInputGuard<float[]> one = Guard(detector, reference);
        IInputGuard<float[]> other = Guard(detector, [.. reference.Select(row => row.Select((value, i) => value * units[i]).ToArray())]);
        foreach (float[] row in Detectors.Normal(300, 3, 10).Select(row => row.Select(value => 2.5f * value).ToArray()))
        {
            SafetyAction expected = one.Inspect(_three, row).Action;
            Assert.That(other.Inspect(_three, [.. row.Select((value, i) => value * units[i])]).Action, Is.EqualTo(expected));
        }
    }

    [TestCaseSource(nameof(_detectors))]
    public void Build_with_nothing_that_varies_is_refused(string detector) =>
        Assert.That(
            () => Guard(detector, [.. Enumerable.Repeat(new[] { 1f, 2f, 3f }, 300)]),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("at least one that varies"));

    [TestCase("mahalanobis", "at least two")]
    [TestCase("neighbors", "3 neighbours take at least 3")]
    public void Build_with_no_complete_row_says_so(string detector, string part)
    {
        float[][] reference = [.. Detectors.Normal(400, 3, 1).Select((row, i) => row.Select((value, j) => i % 3 == j ? float.NaN : value).ToArray())];

        Assert.That(() => Guard(detector, reference), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(part));
        Assert.That(() => Guard("forest", reference), Throws.Nothing);
    }

    [Test]
    public void Build_with_a_feature_twice_is_shrunk_and_works()
    {
        float[][] reference = [.. Detectors.Normal(400, 3, 1).Select(row => new[] { row[0], row[0], row[2] })];
        IInputGuard<float[]> guard = Guard("mahalanobis", reference);

        Assert.That(guard.Inspect(_three, [1, 1, 0]).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(guard.Inspect(_three, [1, -1, 0]).Action, Is.EqualTo(SafetyAction.Review));
    }

    [Test]
    public void Build_with_a_covariance_that_cannot_be_inverted_says_so()
    {
        // Two points, as often each: no sampling error, so that nothing is shrunk.
        float[][] rows = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? new[] { 1f, 1, 1 } : [3f, 3, 3])];

        Assert.That(
            () => AnomalyDetector.Mahalanobis.Learn(new(rows, _three.Features, [0, 1, 2], "anomaly"), 0.01, 0),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("cannot be inverted"));
    }

    [Test]
    public void Detectors_are_compared_by_value_and_refuse_what_makes_no_sense()
    {
        Assert.That(AnomalyDetector.IsolationForest(), Is.EqualTo(AnomalyDetector.IsolationForest(100, 256)));
        Assert.That(AnomalyDetector.NearestNeighbors(5), Is.Not.EqualTo(AnomalyDetector.NearestNeighbors()));
        Assert.That(AnomalyDetectionOptions.Default.Detector, Is.EqualTo(AnomalyDetector.RobustZ));
        Assert.That(() => AnomalyDetector.IsolationForest(trees: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => AnomalyDetector.IsolationForest(trees: 10_001), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => AnomalyDetector.IsolationForest(sampleSize: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => AnomalyDetector.IsolationForest(sampleSize: 65_537), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => AnomalyDetector.NearestNeighbors(k: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => AnomalyDetector.NearestNeighbors(k: 1_001), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => AnomalyDetector.NearestNeighbors(k: 10, sampleSize: 9), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => AnomalyDetector.NearestNeighbors(sampleSize: 1_000_001), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static IInputGuard<float[]> Guard(string detector, float[][]? reference = null) =>
        Detectors.Create(Detectors.Builder(_three).AddAnomalyDetection(
            reference ?? Detectors.Normal(400, 3, 1), otherwise: SafetyAction.Review, options: new() { Detector = Detectors.Named(detector) }));
}
