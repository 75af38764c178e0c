using CsCheck;

namespace AISafety.Statistics.Tests;

public class ProbabilityMeasureTests
{
    private static readonly Gen<double[]> _distribution = Gen.Double[0, 1].Array[2, 40]
        .Where(values => values.Sum() > 1e-3)
        .Select(values => values.Select(value => value / values.Sum()).ToArray());

    [Test]
    public void Of_known_distributions_gives_the_value_by_hand()
    {
        Assert.That(TopProbability.Of<float>([0.25f, 0.75f]), Is.EqualTo(0.75));
        Assert.That(ProbabilityMargin.Of<float>([0.25f, 0.75f]), Is.EqualTo(0.5));
        Assert.That(ProbabilityMargin.Of<float>([0.5f, 0.125f, 0.375f]), Is.EqualTo(0.125));
        Assert.That(NormalizedEntropy.Of<double>([0.5, 0.25, 0.25]), Is.EqualTo(1.5 * Math.Log(2) / Math.Log(3)).Within(1e-15));
    }

    [Test]
    public void Of_certain_and_undecided_distributions_gives_the_ends()
    {
        Assert.That(NormalizedEntropy.Of<float>([0f, 1f, 0f]), Is.Zero);
        Assert.That(NormalizedEntropy.Of<float>([0.25f, 0.25f, 0.25f, 0.25f]), Is.EqualTo(1));
        Assert.That(ProbabilityMargin.Of<float>([0f, 1f, 0f]), Is.EqualTo(1));
        Assert.That(ProbabilityMargin.Of<float>([0.5f, 0.5f]), Is.Zero);
    }

    [Test]
    public void Of_one_class_is_certain()
    {
        Assert.That(TopProbability.Of<float>([1f]), Is.EqualTo(1));
        Assert.That(ProbabilityMargin.Of<float>([1f]), Is.EqualTo(1));
        Assert.That(NormalizedEntropy.Of<float>([1f]), Is.Zero);
    }

    [Test]
    public void Of_an_empty_vector_is_nan()
    {
        Assert.That(TopProbability.Of<float>([]), Is.NaN);
        Assert.That(ProbabilityMargin.Of<float>([]), Is.NaN);
        Assert.That(NormalizedEntropy.Of<float>([]), Is.NaN);
    }

    [Test]
    public void Of_a_vector_with_nan_is_nan_wherever_it_stands()
    {
        for (int length = 1; length <= 40; length++)
        {
            for (int at = 0; at < length; at++)
            {
                float[] probabilities = new float[length];
                Array.Fill(probabilities, 1f / length);
                probabilities[at] = float.NaN;
                Assert.That(TopProbability.Of<float>(probabilities), Is.NaN, $"top, {at} of {length}");
                Assert.That(ProbabilityMargin.Of<float>(probabilities), Is.NaN, $"margin, {at} of {length}");
                Assert.That(NormalizedEntropy.Of<float>(probabilities), Is.NaN, $"entropy, {at} of {length}");
            }
        }
    }

    [Test]
    public void NormalizedEntropy_elements_at_or_below_zero_add_nothing() =>
        Assert.That(NormalizedEntropy.Of<float>([-1e-4f, 0.5f, -0f, 0.5f]), Is.EqualTo(Math.Log(2) / Math.Log(4)).Within(1e-12));

    [Test]
    public void Of_agrees_with_the_reference() =>
        _distribution.Sample(
            p =>
            {
                double[] sorted = [.. p.OrderDescending()];
                double entropy = p.Where(value => value > 0).Sum(value => -value * Math.Log(value)) / Math.Log(p.Length);
                return TopProbability.Of<double>(p) == sorted[0]
                    && ProbabilityMargin.Of<double>(p) == sorted[0] - sorted[1]
                    && Math.Abs(NormalizedEntropy.Of<double>(p) - entropy) < 1e-12;
            },
            seed: "0000KtXeF2x1",
            iter: 2_000);

    [Test]
    public void Of_stays_within_zero_and_one_and_ignores_the_order_of_classes() =>
        _distribution.Sample(
            p =>
            {
                double[] reversed = [.. p.Reverse()];
                double entropy = NormalizedEntropy.Of<double>(p);
                return entropy is >= 0 and <= 1
                    && Math.Abs(entropy - NormalizedEntropy.Of<double>(reversed)) < 1e-12
                    && ProbabilityMargin.Of<double>(p) == ProbabilityMargin.Of<double>(reversed)
                    && ProbabilityMargin.Of<double>(p) is >= 0 and <= 1;
            },
            seed: "0000KtXeF2x1",
            iter: 2_000);
}
