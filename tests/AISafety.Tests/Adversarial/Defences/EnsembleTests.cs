using AISafety.Adversarial;

namespace AISafety.Tests.Adversarial;

public sealed class EnsembleTests
{
    [Test]
    public async Task Vote_answers_with_the_majority_and_its_share()
    {
        Classification answer = await Ensemble.Vote([Says(0.6f, 0.4f), Says(0.9f, 0.1f), Says(0.2f, 0.8f)]).PredictAsync(1);

        Assert.That(answer.ClassIndex, Is.Zero);
        Assert.That(answer.Probability, Is.EqualTo(2 / 3f));
        Assert.That(answer.Label, Is.EqualTo("no"));
    }

    [Test]
    public async Task Mean_answers_with_the_greatest_mean()
    {
        // Two of three say yes, but the third is surer.
        IModel<int, Classification>[] members = [Says(0.45f, 0.55f), Says(0.45f, 0.55f), Says(0.9f, 0.1f)];

        Classification answer = await Ensemble.Mean(members, new() { LeastAgreement = 0.3 }).PredictAsync(1);

        Assert.That(answer.Probabilities.ToArray(), Is.EqualTo(new[] { 0.6f, 0.4f }).Within(1e-6));
        Assert.That(answer.Label, Is.EqualTo("no"));
        Assert.That((await Ensemble.Mean(members).PredictAsync(1)).ClassIndex, Is.EqualTo(-1), "a third of them agrees");
    }

    [TestCase(0.6, 0)]
    [TestCase(0.7, -1)]
    public async Task Vote_with_too_little_agreement_has_no_class(double least, int expected)
    {
        Classification answer = await Ensemble.Vote([Says(0.6f, 0.4f), Says(0.9f, 0.1f), Says(0.2f, 0.8f)], new() { LeastAgreement = least }).PredictAsync(1);

        Assert.That(answer.ClassIndex, Is.EqualTo(expected));
    }

    [Test]
    public async Task Vote_tie_has_no_class() =>
        Assert.That((await Ensemble.Vote([Says(0.6f, 0.4f), Says(0.2f, 0.8f)], new() { LeastAgreement = 0 }).PredictAsync(1)).ClassIndex, Is.EqualTo(-1));

    [Test]
    public async Task Member_without_a_class_counts_against_agreement_and_silences_the_mean()
    {
        IModel<int, Classification>[] members = [Says(0.6f, 0.4f), Says(0.6f, 0.4f), Model.FromDelegate<int, Classification>(static _ => default)];

        Assert.That((await Ensemble.Vote(members).PredictAsync(1)).Probability, Is.EqualTo(2 / 3f));
        Assert.That((await Ensemble.Vote(members, new() { LeastAgreement = 0.7 }).PredictAsync(1)).ClassIndex, Is.EqualTo(-1));
        Assert.That((await Ensemble.Mean(members).PredictAsync(1)).ClassIndex, Is.EqualTo(-1));
    }

    [Test]
    public async Task PredictBatchAsync_is_PredictAsync_row_by_row()
    {
        SmallNetwork other = SmallNetwork.Train(Digits.TrainingRows, Digits.TrainingLabels, hidden: 16, epochs: 3, rate: 0.03, seed: 9);
        IModel<float[], Classification> plain = Model.FromDelegate<float[], Classification>(row => other.Answer(row));
        foreach (IBatchModel<float[], Classification> ensemble in new[] { Ensemble.Vote([Digits.Network, other, plain]), Ensemble.Mean([Digits.Network, plain]) })
        {
            Classification[] answers = new Classification[40];

            await ensemble.PredictBatchAsync(Digits.TestRows.AsMemory(0, 40), answers);

            for (int i = 0; i < answers.Length; i++)
            {
                Assert.That(answers[i], Is.EqualTo(await ensemble.PredictAsync(Digits.TestRows[i])));
            }
        }
    }

    [Test]
    public void PredictAsync_throws_what_a_member_throws()
    {
        IModel<int, Classification> broken = Model.FromDelegate<int, Classification>(static Classification (_) => throw new InvalidOperationException("broken"));

        Assert.That(async () => await Ensemble.Vote([Says(0.6f, 0.4f), broken]).PredictAsync(1), Throws.InvalidOperationException.With.Message.EqualTo("broken"));
    }

    [Test]
    public void Ensembles_refuse_what_does_not_suffice()
    {
        Assert.That(() => Ensemble.Vote([Says(1, 0)]), Throws.ArgumentException.With.Message.Contains("at least two"));
        Assert.That(() => Ensemble.Mean([Says(1, 0), Says(1, 0)], new() { LeastAgreement = double.NaN }), Throws.ArgumentException.With.Message.Contains("LeastAgreement"));
    }

    private static IModel<int, Classification> Says(params float[] probabilities) =>
        Model.FromDelegate<int, Classification>(_ => Classification.FromProbabilities(probabilities, ["no", "yes"]));
}
