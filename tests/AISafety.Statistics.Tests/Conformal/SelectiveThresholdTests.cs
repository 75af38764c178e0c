namespace AISafety.Statistics.Tests;

/// <remarks>What is promised is checked by simulation with fixed seeds against models whose true rates are known. Bounds are four standard errors wide.</remarks>
public sealed class SelectiveThresholdTests
{
    [TestCase(0.09, double.PositiveInfinity)]
    [TestCase(0.1, 0.8)]
    [TestCase(0.19, 0.8)]
    [TestCase(0.2, 0.6)]
    [TestCase(0.3, 0.3)]
    [TestCase(0.4, double.NegativeInfinity)]
    public void ForAllCalls_worked_example_is_just_above_a_wrong_confidence(double alpha, double refused)
    {
        // Nine rows; wrong at 0.8, 0.6 and 0.3: a rate of k tenths allows k - 1 of them.
        double[] confidences = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
        bool[] correct = [true, false, true, false, true, true, false, true, true];
        double threshold = SelectiveThreshold.ForAllCalls(confidences, correct, alpha);
        Assert.That(threshold, Is.EqualTo(double.IsFinite(refused) ? double.BitIncrement(refused) : refused));
    }

    [Test]
    public void ForAllCalls_ties_are_refused_together()
    {
        // One of the two wrong rows at 0.5 would be allowed; both have to go.
        double threshold = SelectiveThreshold.ForAllCalls([0.9, 0.5, 0.5, 0.5], [true, false, false, true], 0.4);
        Assert.That(threshold, Is.EqualTo(double.BitIncrement(0.5)));
    }

    [Test]
    public void ForAllCalls_is_the_least_threshold_by_its_definition()
    {
        Random random = new(301);
        for (int repeat = 0; repeat < 300; repeat++)
        {
            int count = 1 + random.Next(40);
            double alpha = 0.02 + 0.5 * random.NextDouble();
            double[] confidences = [.. Enumerable.Range(0, count).Select(_ => random.Next(12) / 10.0)];
            bool[] correct = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) > 0)];
            double threshold = SelectiveThreshold.ForAllCalls(confidences, correct, alpha);
            double[] candidates = [double.NegativeInfinity, .. confidences.Order().Select(double.BitIncrement), double.PositiveInfinity];
            double expected = candidates.First(t => double.IsPositiveInfinity(t)
                || (1.0 + Enumerable.Range(0, count).Count(i => !correct[i] && confidences[i] >= t)) / (count + 1.0) <= alpha);
            Assert.That(threshold, Is.EqualTo(expected), $"{count} rows, alpha {alpha}");
        }
    }

    [TestCase(0.01)]
    [TestCase(0.05)]
    [TestCase(0.1)]
    public void ForAllCalls_keeps_the_rate_exactly(double alpha)
    {
        // 199 rows: alpha times 200 is whole, so that the rate is alpha and not below.
        const int Repeats = 3000;
        Random random = new(302);
        double[] confidences = new double[199];
        bool[] correct = new bool[199];
        double total = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            Draw(random, confidences, correct, WrongByConfidence);
            double threshold = SelectiveThreshold.ForAllCalls(confidences, correct, alpha);

            // Wrong with probability (1 - c) / 2 at confidence c, which is uniform: P(c is t or more, and wrong) = (1 - t)^2 / 4.
            double above = 1 - Math.Clamp(threshold, 0, 1);
            total += above * above / 4;
        }

        double error = Math.Sqrt(alpha * (1 - alpha) / 199 / Repeats);
        Assert.That(total / Repeats, Is.EqualTo(alpha).Within(4 * error));
    }

    [TestCase(0.05, 0.1, 500)]
    [TestCase(0.05, 0.5, 500)]
    [TestCase(0.08, 0.01, 1000)]
    public void ForAnsweredCalls_seldom_misses_the_rate_and_answers_most_of_what_it_could(double alpha, double delta, int count)
    {
        // The rate at threshold t is (1 - t)^4 / 10: it is alpha at 1 - (10 alpha)^(1/4).
        (double missed, double coverage) = Misses(static c => 0.5 * Math.Pow(1 - c, 4), static t => 0.1 * Math.Pow(1 - t, 4), alpha, delta, count);
        Assert.That(missed, Is.LessThanOrEqualTo(delta + 4 * Math.Sqrt(delta / 1000)));
        Assert.That(coverage, Is.GreaterThan(0.8 * Math.Pow(10 * alpha, 0.25)));
    }

    [Test]
    public void ForAnsweredCalls_rate_that_does_not_fall_with_the_threshold_is_kept_too()
    {
        // The surest are the worst: 40 % wrong above 0.9, none from 0.4 to 0.9, 40 % below. P(wrong | t or more) = 0.04 / (1 - t) down to 0.4, then it rises.
        (double missed, _) = Misses(
            static c => c > 0.9 || c < 0.4 ? 0.4 : 0,
            static t => t > 0.9 ? 0.4 : (0.04 + (t < 0.4 ? 0.4 * (0.4 - t) : 0)) / (1 - t),
            0.1,
            0.1,
            600);
        Assert.That(missed, Is.LessThanOrEqualTo(0.1 + 4 * Math.Sqrt(0.1 / 1000)));
    }

    [Test]
    public void ForAnsweredCalls_model_that_is_always_right_answers_everything_once_rows_suffice()
    {
        // (1 - 0.05)^n is at most 0.1 from 45 testing rows on, and it begins at three quarters of them.
        double[] confidences = [.. Enumerable.Range(0, 100).Select(i => i / 100.0)];
        bool[] correct = [.. Enumerable.Repeat(true, 100)];
        Assert.That(SelectiveThreshold.ForAnsweredCalls(confidences, correct, 0.05, 0.1, 1), Is.EqualTo(double.NegativeInfinity));
        Assert.That(SelectiveThreshold.ForAnsweredCalls(confidences.AsSpan(0, 50), correct.AsSpan(0, 50), 0.05, 0.1, 1), Is.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void ForAnsweredCalls_same_seed_gives_the_same()
    {
        Random random = new(304);
        double[] confidences = new double[400];
        bool[] correct = new bool[400];
        Draw(random, confidences, correct, WrongByConfidence);
        double[] twice = [.. new[] { 7, 7 }.Select(seed => SelectiveThreshold.ForAnsweredCalls(confidences, correct, 0.2, 0.1, seed))];
        Assert.That(twice[0], Is.EqualTo(twice[1]).And.GreaterThan(0).And.LessThan(1));
    }

    [Test]
    public void Bad_input_is_refused()
    {
        Assert.That(() => SelectiveThreshold.ForAllCalls([], [], 0.1), Throws.ArgumentException.With.Property("ParamName").EqualTo("confidences"));
        Assert.That(() => SelectiveThreshold.ForAllCalls([1], [true, false], 0.1), Throws.ArgumentException.With.Property("ParamName").EqualTo("correct"));
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.That(() => SelectiveThreshold.ForAllCalls([bad], [true], 0.1), Throws.ArgumentException.With.Property("ParamName").EqualTo("confidences"));
            Assert.That(() => SelectiveThreshold.ForAnsweredCalls([bad], [true], 0.1, 0.1, 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("confidences"));
        }

        foreach (double bad in new[] { double.NaN, 0, 1, -0.1, 1.1 })
        {
            Assert.That(() => SelectiveThreshold.ForAllCalls([1], [true], bad), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => SelectiveThreshold.ForAnsweredCalls([1], [true], bad, 0.1, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => SelectiveThreshold.ForAnsweredCalls([1], [true], 0.1, bad, 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("delta"));
        }
    }

    private static double WrongByConfidence(double confidence) => (1 - confidence) / 2;

    private static (double Missed, double Coverage) Misses(
        Func<double, double> wrong, Func<double, double> rate, double alpha, double delta, int count)
    {
        const int Repeats = 1000;
        Random random = new(303);
        double[] confidences = new double[count];
        bool[] correct = new bool[count];
        int missed = 0;
        double coverage = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            Draw(random, confidences, correct, wrong);
            double threshold = SelectiveThreshold.ForAnsweredCalls(confidences, correct, alpha, delta, repeat);
            double place = Math.Clamp(threshold, 0, 1);
            missed += place < 1 && rate(place) > alpha ? 1 : 0;
            coverage += 1 - place;
        }

        return ((double)missed / Repeats, coverage / Repeats);
    }

    private static void Draw(Random random, double[] confidences, bool[] correct, Func<double, double> wrong)
    {
        for (int i = 0; i < confidences.Length; i++)
        {
            confidences[i] = random.NextDouble();
            correct[i] = random.NextDouble() >= wrong(confidences[i]);
        }
    }
}
