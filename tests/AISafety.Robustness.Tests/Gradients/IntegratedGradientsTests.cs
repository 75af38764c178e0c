namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class IntegratedGradientsTests
{
    [Test]
    public async Task Of_any_row_adds_up_to_the_difference_of_the_scores()
    {
        AttackCase test = new(rows: 5);
        float[] baseline = [.. Enumerable.Repeat(0.3f, 16)];
        float[] scores = new float[4];
        float[] before = new float[4];
        await test.Model.ScoreAsync(baseline, before);
        for (int row = 0; row < 5; row++)
        {
            await test.Model.ScoreAsync(test.Row(row).ToArray(), scores);
            double[] attributions = IntegratedGradients.Of(test.Model, test.Row(row), baseline, 2, steps: 300);

            Assert.That(attributions.Sum(), Is.EqualTo(scores[2] - before[2]).Within(1e-4));
        }
    }

    [Test]
    public void Of_value_that_equals_the_baseline_gets_nothing()
    {
        AttackCase test = new(rows: 1);
        float[] baseline = [.. test.Rows];
        baseline[3] = 0;
        double[] attributions = IntegratedGradients.Of(test.Model, test.Rows, baseline, 0);

        Assert.That(attributions.Select(static (value, i) => i == 3 || value == 0), Has.All.True);
        Assert.That(attributions[3], Is.Not.Zero);
    }

    [Test]
    public void Of_what_does_not_suit_the_model_is_refused()
    {
        AttackCase test = new(rows: 1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => IntegratedGradients.Of(test.Model, new float[5], [], 0), Throws.ArgumentException.With.Message.Contains("16"));
            Assert.That(() => IntegratedGradients.Of(test.Model, test.Rows, [], 4), Throws.TypeOf<ArgumentOutOfRangeException>());
        }
    }
}
