using CsCheck;

namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class LossFunctionsTests
{
    private static readonly Gen<float[]> Scores = Gen.Float[-4, 4].Array[5].Where(static scores =>
        scores.Order().Zip(scores.Order().Skip(1)).All(static pair => pair.Second - pair.First > 0.05));

    [TestCase(AttackLoss.CrossEntropy, false)]
    [TestCase(AttackLoss.CrossEntropy, true)]
    [TestCase(AttackLoss.Margin, false)]
    [TestCase(AttackLoss.Margin, true)]
    [TestCase(AttackLoss.LogitRatio, false)]
    [TestCase(AttackLoss.LogitRatio, true)]
    public void Differentiate_any_scores_is_the_slope_of_the_value(AttackLoss loss, bool targeted) =>
        Gen.Select(Scores, Gen.Int[0, 4], Gen.Int[1, 4]).Sample(
            (scores, label, offset) =>
            {
                int target = targeted ? (label + offset) % 5 : -1;
                float[] slopes = new float[5];
                LossFunctions.Differentiate(loss, scores, label, target, slopes);
                for (int k = 0; k < 5; k++)
                {
                    float[] up = [.. scores];
                    float[] down = [.. scores];
                    (up[k], down[k]) = (scores[k] + 0.01f, scores[k] - 0.01f);
                    double slope = (LossFunctions.Value(loss, up, label, target) - LossFunctions.Value(loss, down, label, target)) / ((double)up[k] - down[k]);
                    Assert.That(slopes[k], Is.EqualTo(slope).Within(1e-3 + (0.01 * Math.Abs(slope))));
                }
            },
            seed: "0000KOIPe036",
            iter: 300);

    [Test]
    public void Value_of_probabilities_is_the_negative_logarithm()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(LossFunctions.Value(AttackLoss.LogProbability, [0.25f, 0.75f], 0, -1), Is.EqualTo(Math.Log(4)).Within(1e-6));
            Assert.That(LossFunctions.Value(AttackLoss.LogProbability, [0.25f, 0.75f], 0, 1), Is.EqualTo(Math.Log(0.75)).Within(1e-6));
        }
    }

    [TestCase(60)]
    [TestCase(200)]
    [TestCase(5_000)]
    public void Differentiate_nearly_certain_scores_keeps_the_direction(float top)
    {
        float[] slopes = new float[3];
        LossFunctions.Differentiate(AttackLoss.CrossEntropy, [top, 2, 1], 0, -1, slopes);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(slopes[0], Is.LessThan(0));
            Assert.That(slopes[1] / slopes[2], Is.EqualTo(Math.E).Within(1e-4));
            Assert.That(slopes[0] + slopes[1] + slopes[2], Is.EqualTo(0).Within(1e-6 * slopes[1]));
        }
    }

    [Test]
    public void Value_of_equal_scores_is_finite()
    {
        foreach (AttackLoss loss in Enum.GetValues<AttackLoss>())
        {
            Assert.That(LossFunctions.Value(loss, [0.5f, 0.5f, 0.5f, 0.5f], 1, -1), Is.Not.NaN, loss.ToString());
        }
    }

    [Test]
    public void Answer_with_a_score_that_is_not_finite_is_none() => Assert.That(LossFunctions.Answer([1, float.NaN, 3]), Is.EqualTo(-1));
}
