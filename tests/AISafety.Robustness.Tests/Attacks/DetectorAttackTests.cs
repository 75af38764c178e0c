namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class DetectorAttackTests
{
    private static readonly Pgd Attack = new() { Budget = AttackBudget.LInfinity(0.15f), Steps = 30 };

    [Test]
    public async Task SqueezingDetector_of_large_logits_scores_as_of_the_shifted()
    {
        AttackCase test = new(rows: 20);
        SqueezingDetector plain = new(new Shifted(test.Model, 0), 0.1f, areLogits: true, Halve);
        SqueezingDetector shifted = new(new Shifted(test.Model, 200), 0.1f, areLogits: true, Halve);
        float[][] scores = [new float[20], new float[20], new float[20]];
        await plain.ScoreAsync(test.Rows, scores[0]);
        await shifted.ScoreAsync(test.Rows, scores[1]);
        shifted.Differentiate(test.Rows, scores[2], new float[20 * 16]);

        Assert.That(scores[1], Is.EqualTo(scores[0]).Within(1e-3f));
        Assert.That(scores[2], Is.EqualTo(scores[0]).Within(1e-3f));
    }

    [Test]
    public async Task RunAsync_detector_is_evaded_by_its_own_score_and_not_by_what_stands_in_for_it()
    {
        AttackCase test = new(rows: 100);
        SumDetector detector = new();
        AttackResult aware = await (Attack with { Detector = detector }).RunAsync(test.Model, test.Rows, test.Labels);
        AttackResult blocks = await (Attack with { Detector = detector, BlockRows = 7 }).RunAsync(test.Model, test.Rows, test.Labels);
        float[] scores = new float[100];
        await detector.ScoreAsync(aware.AdversarialRows, scores, default);

        Assert.That(aware.Broken, Is.GreaterThan(10));
        Assert.That(Enumerable.Range(0, 100).Where(row => aware.Outcomes.Span[row] == RowOutcome.Broken && scores[row] > detector.Threshold), Is.Empty);
        Assert.That(blocks.AdversarialRows.ToArray(), Is.EqualTo(aware.AdversarialRows.ToArray()));
    }

    [Test]
    public async Task MeasureAsync_who_knows_the_detector_has_what_the_other_gets_past_it_too()
    {
        AttackCase test = new(rows: 100);
        SumDetector detector = new();
        AttackResult oblivious = await Attack.RunAsync(test.Model, test.Rows, test.Labels);
        AttackResult aware = await (Attack with { Detector = detector, Steps = 2, Seed = 9 }).RunAsync(test.Model, test.Rows, test.Labels);
        DetectorRates rates = await DetectorRates.MeasureAsync(detector, oblivious, aware);
        float[] scores = new float[100];
        await detector.ScoreAsync(oblivious.AdversarialRows, scores, default);
        bool[] broken = [.. oblivious.Outcomes.ToArray().Select(static outcome => outcome == RowOutcome.Broken)];
        bool[] passes = [.. broken.Select((isBroken, row) => (isBroken && scores[row] <= detector.Threshold) || aware.Outcomes.Span[row] == RowOutcome.Broken)];

        Assert.That(aware.Broken, Is.LessThan(passes.Count(static pass => pass)), "the attack that knows the detector is weak");
        Assert.That(rates.AwarePassed, Is.EqualTo(passes.Count(static pass => pass)));
        Assert.That(rates.AwarePassRate, Is.GreaterThanOrEqualTo(rates.ObliviousPassRate));
        Assert.That(rates.AwareDetectionRate, Is.EqualTo((double)broken.Where((isBroken, row) => isBroken && !passes[row]).Count() / oblivious.Broken));
    }

    [Test]
    public async Task MeasureAsync_other_budgets_and_targets_are_refused()
    {
        AttackCase test = new(rows: 10);
        SumDetector detector = new();
        AttackResult oblivious = await Attack.RunAsync(test.Model, test.Rows, test.Labels);
        Pgd knowing = Attack with { Detector = detector };
        AttackResult wider = await (knowing with { Budget = AttackBudget.LInfinity(0.2f) }).RunAsync(test.Model, test.Rows, test.Labels);
        AttackResult targeted = await knowing.RunAsync(test.Model, test.Rows, test.Labels, test.Labels.Select(static label => (label + 1) % 4).ToArray());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await DetectorRates.MeasureAsync(detector, oblivious, wider), Throws.ArgumentException.With.Message.Contains("different budgets"));
            Assert.That(async () => await DetectorRates.MeasureAsync(detector, oblivious, targeted), Throws.ArgumentException.With.Message.Contains("targets"));
        }
    }

    private static void Halve(ReadOnlySpan<float> row, long seed, Span<float> halved)
    {
        for (int i = 0; i < row.Length; i++)
        {
            halved[i] = MathF.Round(2 * row[i]) / 2;
        }
    }

    /// <summary>The network with all logits raised: the same probabilities.</summary>
    private sealed class Shifted(SmallNetwork network, float shift) : IDifferentiableModel
    {
        public int InputLength => network.InputLength;

        public int OutputLength => network.OutputLength;

        public async ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken)
        {
            await network.ScoreAsync(rows, scores, cancellationToken);
            Shift(scores.Span);
        }

        public void Differentiate(ReadOnlySpan<float> rows, ScoreLoss loss, Span<float> scores, Span<float> gradients)
        {
            network.Differentiate(rows, loss, scores, gradients);
            Shift(scores);
        }

        private void Shift(Span<float> scores)
        {
            foreach (ref float score in scores)
            {
                score += shift;
            }
        }
    }

    /// <summary>Suspects rows whose sum is high; beside the gradient it says that nothing is suspect.</summary>
    private sealed class SumDetector : IDifferentiableDetector
    {
        public string Name => "Sum";

        public float Threshold => 8;

        public ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken)
        {
            for (int row = 0; row < rows.Length / 16; row++)
            {
                scores.Span[row] = rows.Span.Slice(row * 16, 16).ToArray().Sum();
            }

            return ValueTask.CompletedTask;
        }

        public void Differentiate(ReadOnlySpan<float> rows, Span<float> scores, Span<float> gradients)
        {
            scores[..(rows.Length / 16)].Clear();
            gradients[..rows.Length].Fill(1);
        }
    }
}
