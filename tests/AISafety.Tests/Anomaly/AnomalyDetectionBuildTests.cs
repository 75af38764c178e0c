using AISafety.Anomaly;

namespace AISafety.Tests.Anomaly;

public sealed class AnomalyDetectionBuildTests
{
    private static readonly FeatureSchema<float[]> _two = Detectors.Schema(2);

    [Test]
    public void Build_without_a_schema_is_refused() =>
        Assert.That(Building(Detectors.Builder<float[]>().AddAnomalyDetection(Detectors.Normal(400, 2, 1))), Refused("'anomaly'", "UseFeatures"));

    [TestCase(0)]
    [TestCase(-0.01)]
    [TestCase(0.51)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Build_with_a_rate_out_of_range_is_refused(double rate) =>
        Assert.That(Building(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(400, 2, 1), rate)), Refused("'anomaly'", "alarmRate", "0.5"));

    [TestCase(SafetyAction.NotEvaluated)]
    [TestCase(SafetyAction.Allow)]
    [TestCase(SafetyAction.Replace)]
    [TestCase((SafetyAction)77)]
    public void Build_with_an_action_that_makes_no_sense_is_refused(SafetyAction otherwise) =>
        Assert.That(
            Building(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(400, 2, 1), otherwise: otherwise)),
            Refused("'anomaly'", "otherwise", otherwise.ToString(), "Flag, Review or Block"));

    [TestCase(0.01, 131, 132)]
    [TestCase(0.05, 24, 25)]
    [TestCase(0.5, 1, 2)]
    [TestCase(0.01, 0, 132)]
    [TestCase(1e-9, 400, 1_333_333_332)]
    public void Build_with_too_few_rows_says_how_many_it_takes(double rate, int rows, long required) =>
        Assert.That(
            Building(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(rows, 2, 1), rate)),
            Refused($"has {rows} rows", $"at least {required}"));

    [TestCase(0.01, 132)]
    [TestCase(0.05, 25)]
    [TestCase(0.5, 12)]
    public void Build_with_just_enough_rows_succeeds(double rate, int rows) =>
        Assert.That(Building(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(rows, 2, 1), rate)), Throws.Nothing);

    [TestCase(0.5)]
    [TestCase(1)]
    [TestCase(0.05)]
    [TestCase(double.NaN)]
    public void Build_with_a_confidence_out_of_range_is_refused(double confidence) =>
        Assert.That(
            Building(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(900, 2, 1), options: new() { RateConfidence = confidence })),
            Refused("'anomaly'", "RateConfidence", "0.5"));

    [TestCase(397, true)]
    [TestCase(398, false)]
    public void Build_with_a_confidence_takes_more_rows(int rows, bool refused)
    {
        // 0.99^299 is the first below 0.05; a third as many fit.
        Action build = Building(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(rows, 2, 1), options: new() { RateConfidence = 0.95 }));

        Assert.That(build, refused ? Refused("has 397 rows", "at least 398") : Throws.Nothing);
    }

    [Test]
    public void Build_without_a_detector_is_refused() =>
        Assert.That(Building(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(400, 2, 1), options: new() { Detector = null! })), Refused("Detector", "null"));

    [Test]
    public void Build_counts_only_rows_with_a_value()
    {
        float[][] reference = [.. Detectors.Normal(120, 2, 1), .. Enumerable.Repeat(new[] { float.NaN, float.NaN }, 500)];

        Assert.That(Building(Detectors.Builder(_two).AddAnomalyDetection(reference)), Refused("has 120 rows", "at least 132"));
    }

    [Test]
    public void Build_with_nothing_numeric_is_refused()
    {
        FeatureSchema<string> schema = FeatureSchema.For<string>().Categorical("kind", text => text, ["a", "b"]);

        Assert.That(Building(Detectors.Builder(schema).AddAnomalyDetection(["a", "b"])), Refused("no numeric"));
    }

    [Test]
    public void Build_with_a_row_of_the_wrong_length_names_it()
    {
        float[][] reference = Detectors.Normal(400, 2, 1);
        reference[6] = [1, 2, 3];

        Assert.That(Building(Detectors.Builder(_two).AddAnomalyDetection(reference)), Refused("row 7", "3 elements; expected 2"));
    }

    [Test]
    public void Build_with_a_null_row_names_it()
    {
        float[][] reference = Detectors.Normal(400, 2, 1);
        reference[0] = null!;

        Assert.That(Building(Detectors.Builder(_two).AddAnomalyDetection(reference)), Refused("row 1", "null"));
    }

    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity)]
    public void Build_with_an_infinite_value_names_row_and_feature(float value)
    {
        float[][] reference = Detectors.Normal(400, 2, 1);
        reference[9][1] = value;

        Assert.That(Building(Detectors.Builder(_two).AddAnomalyDetection(reference)), Refused("row 10", "'x1'", "infinite"));
    }

    [Test]
    public void Build_with_a_row_that_the_schema_cannot_read_names_it_and_keeps_the_cause()
    {
        FeatureSchema<string> schema = FeatureSchema.For<string>().Numeric("number", text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

        Assert.That(
            Building(Detectors.Builder(schema).AddAnomalyDetection(["1", "two"])),
            Refused("row 2", "schema").With.InnerException.TypeOf<FeatureReadException>());
    }

    [Test]
    public void Build_with_a_feature_that_is_always_missing_names_it()
    {
        float[][] reference = [.. Detectors.Normal(400, 2, 1).Select(row => new[] { row[0], float.NaN })];

        Assert.That(Building(Detectors.Builder(_two).AddAnomalyDetection(reference)), Refused("'x1'", "missing in every one"));
    }

    [Test]
    public void Build_that_would_never_alarm_is_refused()
    {
        // Of 200 indicators each is set in one row only: those set in the calibrating half are constant in the fitting half.
        FeatureSchema<float[]> schema = Detectors.Schema(200);
        float[][] reference = [.. Enumerable.Range(0, 200).Select(i => Enumerable.Range(0, 200).Select(j => i == j ? 1f : 0f).ToArray())];

        Assert.That(Building(Detectors.Builder(schema).AddAnomalyDetection(reference)), Refused("deviate infinitely", "'x"));
    }

    [Test]
    public void Build_enumerates_the_reference_once_each_time()
    {
        int enumerations = 0;
        SafetyBuilder<float[], float> builder = Detectors.Builder(_two).AddAnomalyDetection(Counted());
        Assert.That(enumerations, Is.Zero, "nothing is read before Build");

        Detectors.Create(builder);
        Assert.That(enumerations, Is.EqualTo(1));
        Detectors.Create(builder);
        Assert.That(enumerations, Is.EqualTo(2));

        IEnumerable<float[]> Counted()
        {
            enumerations++;
            foreach (float[] row in Detectors.Normal(400, 2, 1))
            {
                yield return row;
            }
        }
    }

    [Test]
    public void Build_with_the_same_seed_gives_the_same_threshold_and_with_another_a_different_one()
    {
        Assert.That(Threshold(1), Is.EqualTo(Threshold(1)));
        Assert.That(Threshold(1), Is.Not.EqualTo(Threshold(2)));

        static double Threshold(int seed) =>
            Detectors.Create(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(400, 2, 1), options: new() { Seed = seed }))
                .Inspect(_two, [100, 0]).Evidence[0].Threshold;
    }

    [Test]
    public void Build_leaves_the_reference_as_it_is()
    {
        float[][] reference = Detectors.Normal(400, 2, 1);
        float[][] before = [.. reference.Select(row => (float[])row.Clone())];

        Detectors.Create(Detectors.Builder(_two).AddAnomalyDetection(reference));

        Assert.That(reference, Is.EqualTo(before));
    }

    [Test]
    public void AddAnomalyDetection_passes_the_options_to_the_engine()
    {
        AnomalyDetectionOptions options = new() { Mode = GuardMode.ReportOnly };

        Assert.That(Detectors.Builder(_two).AddAnomalyDetection([], options: options).InputGuards.Single().Options, Is.SameAs(options));
        Assert.That(AnomalyDetectionOptions.Default, Is.EqualTo(new AnomalyDetectionOptions()));
    }

    [Test]
    public void AddAnomalyDetection_without_builder_or_reference_is_refused()
    {
        Assert.That(() => Detectors.Builder(_two).AddAnomalyDetection(null!), Throws.ArgumentNullException);
        Assert.That(() => ((SafetyBuilder<float[], float>)null!).AddAnomalyDetection([]), Throws.ArgumentNullException);
    }

    private static Action Building<TIn>(SafetyBuilder<TIn, float> builder) => () => Detectors.Create(builder);

    private static NUnit.Framework.Constraints.Constraint Refused(params string[] parts)
    {
        NUnit.Framework.Constraints.Constraint constraint = Throws.TypeOf<SafetyBuildException>();
        return parts.Aggregate(constraint, (all, part) => all.With.Message.Contains(part));
    }
}
