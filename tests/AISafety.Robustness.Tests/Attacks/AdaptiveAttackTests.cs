namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class AdaptiveAttackTests
{
    private static readonly AttackBudget Budget = AttackBudget.LInfinity(0.1f);

    private static void Round(ReadOnlySpan<float> row, long seed, Span<float> rounded)
    {
        for (int i = 0; i < row.Length; i++)
        {
            rounded[i] = MathF.Round(row[i] * 8) / 8;
        }
    }

    private static void Shake(ReadOnlySpan<float> row, long seed, Span<float> shaken)
    {
        Random random = new((int)(seed ^ (seed >> 32)));
        for (int i = 0; i < row.Length; i++)
        {
            shaken[i] = row[i] + (float)(0.3 * (random.NextDouble() - 0.5));
        }
    }

    [Test]
    public async Task Bpda_through_rounding_breaks_what_plain_gradients_do_not()
    {
        AttackCase test = new(rows: 100);
        RoundedNetwork defended = new(test.Model);
        Pgd attack = new() { Budget = Budget, Steps = 20 };
        AttackResult naive = await attack.RunAsync(defended, test.Rows, test.Labels);
        AttackResult adaptive = await (attack with { GradientsFrom = new Bpda(test.Model, Round) }).RunAsync(defended, test.Rows, test.Labels);

        Assert.That(naive.Broken, Is.LessThan(adaptive.Broken / 2));
        Assert.That(adaptive.Broken, Is.GreaterThan(30));
    }

    [Test]
    public async Task ScoreAsync_bpda_is_the_model_behind_the_transform()
    {
        AttackCase test = new();
        float[] expected = new float[60 * 4];
        float[] actual = new float[60 * 4];
        await new RoundedNetwork(test.Model).ScoreAsync(test.Rows, expected, default);
        await new Bpda(test.Model, Round).ScoreAsync(test.Rows, actual);

        Assert.That(actual, Is.EqualTo(expected));
    }

    [Test]
    public void Differentiate_bpda_takes_the_gradient_back_as_it_is_told()
    {
        AttackCase test = new(rows: 3);
        Bpda doubled = new(test.Model, static (row, _, result) => row.CopyTo(result), static (_, _, outer, gradient) =>
        {
            for (int i = 0; i < outer.Length; i++)
            {
                gradient[i] = 2 * outer[i];
            }
        });
        float[] plain = new float[48];
        float[] twice = new float[48];
        ScoreGradient.Of(test.Model, test.Rows, 1, new float[12], plain);
        ScoreGradient.Of(doubled, test.Rows, 1, new float[12], twice);

        Assert.That(twice, Is.EqualTo(plain.Select(static value => 2 * value)));
    }

    [Test]
    public async Task ExpectationOverTransformation_of_many_draws_is_nearer_to_the_mean_than_of_one()
    {
        AttackCase test = new(rows: 30);
        float[] mean = await Scores(new ExpectationOverTransformation(test.Model, Shake, 20_000, seed: 1));
        double one = Distance(mean, await Scores(new ExpectationOverTransformation(test.Model, Shake, 1, seed: 2)));
        double many = Distance(mean, await Scores(new ExpectationOverTransformation(test.Model, Shake, 400, seed: 2)));

        // 1 / sqrt(400) of it, but for chance.
        Assert.That(many, Is.InRange(0.02 * one, 0.12 * one));

        async Task<float[]> Scores(IRowModel model)
        {
            float[] scores = new float[30 * 4];
            await model.ScoreAsync(test.Rows, scores);
            return scores;
        }

        static double Distance(float[] one, float[] other) => System.Numerics.Tensors.TensorPrimitives.Distance<float>(one, other);
    }

    [Test]
    public void Differentiate_expectation_of_a_linear_models_noise_is_its_gradient()
    {
        // Scores that are linear in the row: the noise cannot change the gradient.
        SmallNetwork network = new(16, 12, 4, 3, scale: 0.01);
        float[] rows = [.. Enumerable.Repeat(0.5f, 16)];
        float[] plain = new float[16];
        float[] mean = new float[16];
        ScoreGradient.Of(network, rows, 2, new float[4], plain);
        ScoreGradient.Of(new ExpectationOverTransformation(network, Shake, 50), rows, 2, new float[4], mean);

        Assert.That(mean, Is.EqualTo(plain).Within(0.01f * plain.Max(Math.Abs)));
    }

    [Test]
    public async Task ExpectationOverTransformation_same_seed_gives_the_same_and_every_call_draws_anew()
    {
        AttackCase test = new(rows: 2);
        ExpectationOverTransformation one = new(test.Model, Shake, 3, seed: 7);
        ExpectationOverTransformation other = new(test.Model, Shake, 3, seed: 7);
        float[][] scores = [new float[8], new float[8], new float[8]];
        await one.ScoreAsync(test.Rows, scores[0]);
        await other.ScoreAsync(test.Rows, scores[1]);
        await one.ScoreAsync(test.Rows, scores[2]);

        Assert.That(scores[1], Is.EqualTo(scores[0]));
        Assert.That(scores[2], Is.Not.EqualTo(scores[0]));
    }

    [TestCase(DetectorRule.Alternate)]
    [TestCase(DetectorRule.Sum)]
    public async Task RunAsync_who_knows_the_detector_gets_past_it_more_often(DetectorRule rule)
    {
        AttackCase test = new(rows: 100);
        SquaresDetector detector = new(0.5f);
        Pgd attack = new() { Budget = AttackBudget.LInfinity(0.15f), Steps = 60, DetectorRule = rule, DetectorWeight = 20 };
        AttackResult oblivious = await attack.RunAsync(test.Model, test.Rows, test.Labels);
        AttackResult aware = await (attack with { Detector = detector }).RunAsync(test.Model, test.Rows, test.Labels);
        DetectorRates rates = await DetectorRates.MeasureAsync(detector, oblivious, aware);

        test.AssertHonest(aware);
        Assert.That(rates.AwarePassRate, Is.GreaterThan(rates.ObliviousPassRate + 0.05));
        Assert.That(Flagged(detector, aware), Is.Zero, "a broken row is not flagged");
    }

    [Test]
    public async Task RunAsync_searches_get_past_a_detector_without_gradients()
    {
        AttackCase test = new(rows: 100);
        HiddenDetector detector = new(new SquaresDetector(0.5f));
        SquareAttack attack = new() { Budget = AttackBudget.LInfinity(0.15f), Shape = new(4, 4), MaximumQueries = 1_000, DetectorWeight = 20 };
        AttackResult oblivious = await attack.RunAsync(test.Model, test.Rows, test.Labels);
        AttackResult aware = await (attack with { Detector = detector }).RunAsync(test.Model, test.Rows, test.Labels);
        DetectorRates rates = await DetectorRates.MeasureAsync(detector, oblivious, aware);

        Assert.That(rates.AwarePassRate, Is.GreaterThan(rates.ObliviousPassRate));
        Assert.That(Flagged(detector, aware), Is.Zero);
        Assert.That(() => new Pgd { Budget = Budget, Detector = detector }.RunAsync(test.Model, test.Rows, test.Labels), Throws.ArgumentException.With.Message.Contains("IDifferentiableDetector"));
    }

    [Test]
    public async Task SqueezingDetector_gradient_goes_up_and_the_two_ways_to_score_agree()
    {
        AttackCase test = new();
        SqueezingDetector detector = new(test.Model, 0.1f, areLogits: true, Round);
        float[] asked = new float[60];
        float[] scores = new float[60];
        float[] gradients = new float[60 * 16];
        await detector.ScoreAsync(test.Rows, asked);
        detector.Differentiate(test.Rows, scores, gradients);

        Assert.That(scores, Is.EqualTo(asked).Within(1e-6f));
        Assert.That(scores.Count(static score => score > 0.02f), Is.GreaterThan(10));
    }

    [Test]
    public async Task DetectorRates_attacks_that_do_not_fit_are_refused()
    {
        AttackCase test = new(rows: 5);
        SquaresDetector detector = new(0.5f);
        AttackResult oblivious = await new Fgsm { Budget = Budget }.RunAsync(test.Model, test.Rows, test.Labels);

        Assert.That(async () => await DetectorRates.MeasureAsync(detector, oblivious, oblivious), Throws.ArgumentException.With.Message.Contains("does not know"));
    }

    private static int Flagged(IRowDetector detector, AttackResult result)
    {
        float[] scores = new float[result.RowCount];
        detector.ScoreAsync(result.AdversarialRows, scores).AsTask().GetAwaiter().GetResult();
        return Enumerable.Range(0, result.RowCount).Count(row => result.Outcomes.Span[row] == RowOutcome.Broken && scores[row] > detector.Threshold);
    }

    /// <summary>The network behind rounding, whose own gradient is 0 nearly everywhere.</summary>
    private sealed class RoundedNetwork(SmallNetwork network) : IDifferentiableModel
    {
        public int InputLength => network.InputLength;

        public int OutputLength => network.OutputLength;

        public ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken)
        {
            float[] rounded = new float[rows.Length];
            Round(rows.Span, 0, rounded);
            return network.ScoreAsync(rounded, scores, cancellationToken);
        }

        public void Differentiate(ReadOnlySpan<float> rows, ScoreLoss loss, Span<float> scores, Span<float> gradients)
        {
            float[] rounded = new float[rows.Length];
            Round(rows, 0, rounded);
            network.Differentiate(rounded, loss, scores, gradients);
            gradients[..rows.Length].Clear();
        }
    }

    /// <summary>Suspects rows whose neighbouring values differ: sum of squared differences of values and their right neighbours, by their number.</summary>
    private sealed class SquaresDetector(float share) : IDifferentiableDetector
    {
        public string Name => "Squares";

        public float Threshold => share * 0.3f;

        public ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken)
        {
            Differentiate(rows.Span, scores.Span, new float[rows.Length]);
            return ValueTask.CompletedTask;
        }

        public void Differentiate(ReadOnlySpan<float> rows, Span<float> scores, Span<float> gradients)
        {
            gradients[..rows.Length].Clear();
            for (int row = 0; row < rows.Length / 16; row++)
            {
                scores[row] = 0;
                for (int i = row * 16; i < (row * 16) + 15; i++)
                {
                    float gap = rows[i] - rows[i + 1];
                    scores[row] += gap * gap / 15;
                    gradients[i] += 2 * gap / 15;
                    gradients[i + 1] -= 2 * gap / 15;
                }
            }
        }
    }

    private sealed class HiddenDetector(IRowDetector inner) : IRowDetector
    {
        public string Name => inner.Name;

        public float Threshold => inner.Threshold;

        public ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken) => inner.ScoreAsync(rows, scores, cancellationToken);
    }
}
