using AISafety.Calibration;
using AISafety.Statistics;
using AISafety.Tests.Support;

namespace AISafety.Tests.Calibration;

public sealed class ProbabilityCalibrationTests
{
    private sealed record Answer(double Probability)
    {
        public float[]? Probabilities { get; init; }

        public ReadOnlyMemory<float> Memory => Probabilities;
    }

    private static readonly ProbabilityCalibration _half = ProbabilityCalibration.From(new IsotonicCalibration([0, 1], [0, 0.5]));

    private static SafetyBuilder<int, Answer> Builder => new(Model.FromDelegate((int _) => new Answer(0.8) { Probabilities = [0.8f, 0.2f] }));

    private static SafetyBuilder<int, Answer> Curved =>
        Builder.AddProbabilityCalibration(answer => answer.Probability, (answer, p) => answer with { Probability = p }, _half);

    [Test]
    public async Task Guard_replaces_the_probability_and_says_so()
    {
        await using SafeModel<int, Answer> safe = Curved.Build();
        SafetyResult<Answer> result = await safe.EvaluateAsync(1);
        Assert.That(result.Output.Probability, Is.EqualTo(0.4));
        Assert.That((result.Action, result.IsAllowed, result.ServedBy), Is.EqualTo((SafetyAction.Replace, true, "model")));
        Assert.That(result.Evidence.Single().Code, Is.EqualTo("calibration.applied"));
        Assert.That(result.Evidence.Single().Guard, Is.EqualTo("probability-calibration"));
    }

    [Test]
    public async Task Guard_later_guards_judge_the_calibrated_probability()
    {
        await using SafeModel<int, Answer> safe = Curved.AddConfidenceThreshold(answer => answer.Probability, 0.5).Build();
        Assert.That((await safe.EvaluateAsync(1)).Evidence.Select(one => one.Code), Is.EqualTo(["calibration.applied", "confidence.low"]));
    }

    [TestCase(double.NaN)]
    [TestCase(1.01)]
    [TestCase(-0.01)]
    public void Guard_probability_that_is_none_blocks(double probability)
    {
        Verdict<Answer> verdict = Guards.InspectOutput(Curved, 0, new(probability));
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "calibration.invalid")));
    }

    [TestCase(null)]
    [TestCase(new[] { 0.9f, 0.9f })]
    [TestCase(new[] { float.NaN, 1f })]
    public void Guard_probabilities_that_are_none_block(float[]? probabilities)
    {
        Verdict<Answer> verdict = Guards.InspectOutput(
            Builder.AddProbabilityCalibration(answer => answer.Probabilities, (answer, p) => answer with { Probabilities = p }, new TemperatureScaling(2)),
            0,
            new(1) { Probabilities = probabilities });
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "calibration.invalid")));
    }

    [Test]
    public void Guard_null_output_is_refused() =>
        Assert.That(Guards.InspectOutput(Curved, 0, null!).Evidence[0].Code, Is.EqualTo("model.null-output"));

    [Test]
    public void Guard_temperature_is_the_softmax_of_the_logits_over_it()
    {
        float[] logits = [2, 0.5f, -1];
        float[] probabilities = Softmax(logits, 1);
        Verdict<Answer>[] verdicts =
        [
            Guards.InspectOutput(
                Builder.AddProbabilityCalibration(answer => answer.Probabilities, (answer, p) => answer with { Probabilities = p }, new TemperatureScaling(2)),
                0,
                new(1) { Probabilities = probabilities }),
            Guards.InspectOutput(
                Builder.AddProbabilityCalibration(answer => answer.Memory, (answer, p) => answer with { Probabilities = p }, new TemperatureScaling(2)),
                0,
                new(1) { Probabilities = probabilities }),
        ];
        foreach (Verdict<Answer> verdict in verdicts)
        {
            Assert.That(verdict.Replacement!.Probabilities, Is.EqualTo(Softmax(logits, 2)).Within(1e-6f));
        }

        Assert.That(probabilities, Is.EqualTo(Softmax(logits, 1)), "the output given is not changed");
    }

    [Test]
    public void Guard_probability_of_zero_stays_zero()
    {
        Verdict<Answer> verdict = Guards.InspectOutput(
            Builder.AddProbabilityCalibration(answer => answer.Probabilities, (answer, p) => answer with { Probabilities = p }, new TemperatureScaling(1000)),
            0,
            new(1) { Probabilities = [0.75f, 0.25f, 0] });
        Assert.That(verdict.Replacement!.Probabilities![2], Is.Zero);
        Assert.That(verdict.Replacement!.Probabilities!.Sum(), Is.EqualTo(1).Within(1e-3f));
    }

    [Test]
    public async Task Model_is_calibrated_and_its_calls_are_simply_allowed()
    {
        IModel<int, Answer> inner = Model.FromDelegate((int _) => new Answer(0.8) { Probabilities = [0.8f, 0.2f] });
        IModel<int, Answer> model = inner
            .WithProbabilityCalibration(answer => answer.Probability, (answer, p) => answer with { Probability = p }, _half)
            .WithProbabilityCalibration(answer => answer.Probabilities, (answer, p) => answer with { Probabilities = p }, new TemperatureScaling(2))
            .WithProbabilityCalibration(answer => answer.Memory, (answer, p) => answer with { Probabilities = p }, new TemperatureScaling(0.5));
        await using SafeModel<int, Answer> safe = model.WithSafety(safety => safety.AddConfidenceThreshold(answer => answer.Probability, 0.3));
        SafetyResult<Answer> result = await safe.EvaluateAsync(1);
        Assert.That((result.Action, result.Output.Probability), Is.EqualTo((SafetyAction.Allow, 0.4)));
        Assert.That(result.Output.Probabilities, Is.EqualTo(new[] { 0.8f, 0.2f }).Within(1e-6f), "there and back");
    }

    [Test]
    public void Model_probability_that_is_none_is_a_failure()
    {
        IModel<int, Answer> model = Model.FromDelegate((int _) => new Answer(double.NaN))
            .WithProbabilityCalibration(answer => answer.Probability, (answer, p) => answer with { Probability = p }, _half);
        Assert.That(() => model.PredictAsync(1), Throws.InvalidOperationException);
    }

    [Test]
    public void Fits_make_an_overconfident_model_better_calibrated()
    {
        // True log odds are half of those stated.
        Random random = new(401);
        List<(double Probability, bool Outcome)> rows = [];
        for (int i = 0; i < 4000; i++)
        {
            double logOdds = 8 * (random.NextDouble() - 0.5);
            rows.Add((Sigmoid(logOdds), random.NextDouble() < Sigmoid(0.5 * logOdds)));
        }

        ProbabilityCalibration platt = ProbabilityCalibration.FitPlatt(rows);
        ProbabilityCalibration beta = ProbabilityCalibration.FitBeta(rows);
        ProbabilityCalibration isotonic = ProbabilityCalibration.FitIsotonic(rows);
        foreach (double logOdds in new[] { -3, -1.5, 0, 1.5, 3.0 })
        {
            double expected = Sigmoid(0.5 * logOdds);
            Assert.That(platt.Apply(Sigmoid(logOdds)), Is.EqualTo(expected).Within(0.04), $"{logOdds}");
            Assert.That(beta.Apply(Sigmoid(logOdds)), Is.EqualTo(expected).Within(0.04), $"{logOdds}");
            Assert.That(isotonic.Apply(Sigmoid(logOdds)), Is.EqualTo(expected).Within(0.1), $"{logOdds}");
        }

        TemperatureScaling temperature = ProbabilityCalibration.FitTemperature(
            rows.Select(row => ((ReadOnlyMemory<float>)new[] { (float)(1 - row.Probability), (float)row.Probability }, row.Outcome ? 1 : 0)));
        Assert.That(temperature.Temperature, Is.EqualTo(2).Within(0.15));
    }

    [Test]
    public void Apply_identity_leaves_probabilities_as_they_are()
    {
        ProbabilityCalibration identity = ProbabilityCalibration.FromLogOdds(new PlattScaling(1, 0));
        foreach (double probability in new[] { 1e-9, 0.2, 0.5, 0.999 })
        {
            Assert.That(identity.Apply(probability), Is.EqualTo(probability).Within(1e-12));
        }

        Assert.That(identity.Apply(0), Is.EqualTo(0).Within(1e-15));
        Assert.That(identity.Apply(1.0005), Is.EqualTo(1).Within(1e-15));
        Assert.That(identity.Apply(double.NaN), Is.NaN);
    }

    [Test]
    public void Bad_input_is_refused()
    {
        Assert.That(() => ProbabilityCalibration.FitPlatt([]), Throws.ArgumentException);
        Assert.That(() => ProbabilityCalibration.FitBeta([(1.5, true)]), Throws.ArgumentException);
        Assert.That(() => ProbabilityCalibration.FitIsotonic([(-0.5, true)]), Throws.ArgumentException);
        Assert.That(() => ProbabilityCalibration.FitTemperature([]), Throws.ArgumentException);
        Assert.That(() => ProbabilityCalibration.FitTemperature([(new[] { 0.5f, 0.5f }, 0), (new[] { 1f }, 0)]), Throws.ArgumentException.With.Message.Contains("Row 2"));
        Assert.That(() => ProbabilityCalibration.FitTemperature([(new[] { 0.5f, float.NaN }, 0)]), Throws.ArgumentException.With.Message.Contains("Row 1"));
        Assert.That(() => ProbabilityCalibration.From((BetaCalibration)null!), Throws.ArgumentNullException);
        Assert.That(
            () => Builder.AddProbabilityCalibration(answer => answer.Probability, (answer, p) => answer, _half, new() { Tolerance = 1 }).Build(),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Tolerance"));
        Assert.That(() => Builder.AddProbabilityCalibration(answer => answer.Probability, null!, _half), Throws.ArgumentNullException);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static float[] Softmax(float[] logits, double temperature)
    {
        double sum = logits.Sum(logit => Math.Exp(logit / temperature));
        return [.. logits.Select(logit => (float)(Math.Exp(logit / temperature) / sum))];
    }
}
