namespace AISafety.Statistics.Tests;

public sealed class CalibratorTests
{
    private static readonly double[] Scores = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99];
    private static readonly byte[] Labels = [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1];

    [Test]
    public void Platt_equals_the_optimum()
    {
        // 50 Newton steps in NumPy 1.24 on Platt's targets; scikit-learn 1.2.1's _SigmoidCalibration, which stops early: 2.38213412, -1.24335044.
        PlattScaling platt = PlattScaling.Fit([.. Scores, double.NaN], [.. Labels, 1]);
        Assert.That(platt.Slope, Is.EqualTo(2.382134043475121).Within(1e-12));
        Assert.That(platt.Intercept, Is.EqualTo(-1.243350373380119).Within(1e-12));
        Assert.That(platt.Apply(0.5), Is.EqualTo(1 / (1 + Math.Exp(-0.5 * platt.Slope - platt.Intercept))).Within(1e-15));
    }

    [Test]
    public void Platt_does_not_depend_on_the_unit_of_the_score()
    {
        PlattScaling platt = PlattScaling.Fit(Scores, Labels);
        PlattScaling scaled = PlattScaling.Fit([.. Scores.Select(score => 1e6 + 1e4 * score)], Labels);
        Assert.That(scaled.Apply(1e6 + 1e4 * 0.7), Is.EqualTo(platt.Apply(0.7)).Within(1e-9));
    }

    [Test]
    public void Platt_of_separated_or_single_labels_stays_finite()
    {
        PlattScaling separated = PlattScaling.Fit([1, 2, 3, 4], [0, 0, 1, 1]);
        Assert.That(separated.Apply(4), Is.InRange(0.7, 1));
        Assert.That(PlattScaling.Fit([1, 1], [1, 1]).Apply(1), Is.EqualTo(0.75).Within(1e-9));
        Assert.That(separated.Apply(double.NaN), Is.NaN);
        Assert.That(separated.Apply(double.PositiveInfinity), Is.EqualTo(1));
        Assert.That(separated.Apply(double.NegativeInfinity), Is.Zero);
        Assert.That(new PlattScaling(0, 0).Apply(double.PositiveInfinity), Is.EqualTo(0.5));
    }

    // scikit-learn 1.2.1: IsotonicRegression(out_of_bounds="clip").
    [TestCase(0, 0)]
    [TestCase(0.05, 0)]
    [TestCase(0.12, 0.1333333333333333)]
    [TestCase(0.2, 0.3333333333333333)]
    [TestCase(0.3, 0.3333333333333333)]
    [TestCase(0.42, 0.39999999999999986)]
    [TestCase(0.5, 0.5)]
    [TestCase(0.63, 0.6)]
    [TestCase(0.75, 0.6666666666666666)]
    [TestCase(0.81, 0.75)]
    [TestCase(0.97, 0.875)]
    [TestCase(1, 1)]
    [TestCase(double.NegativeInfinity, 0)]
    [TestCase(double.PositiveInfinity, 1)]
    [TestCase(double.NaN, double.NaN)]
    public void Isotonic_equals_scikit_learn(double score, double expected)
    {
        IsotonicCalibration isotonic = IsotonicCalibration.Fit(Scores, Labels);
        Assert.That(isotonic.Apply(score), Is.EqualTo(expected).Within(1e-14));
        Assert.That(new IsotonicCalibration(isotonic.Scores, isotonic.Probabilities).Apply(score), Is.EqualTo(expected).Within(1e-14));
    }

    [Test]
    public void Isotonic_is_the_min_max_of_means()
    {
        Random random = new(81);
        for (int length = 1; length <= 60; length++)
        {
            double[] scores = [.. Enumerable.Range(0, length).Select(i => (double)i)];
            byte[] labels = [.. scores.Select(_ => (byte)random.Next(2))];
            IsotonicCalibration isotonic = IsotonicCalibration.Fit(scores, labels);
            for (int i = 0; i < length; i++)
            {
                double expected = Enumerable.Range(0, i + 1).Max(from => Enumerable.Range(i, length - i).Min(to => labels[from..(to + 1)].Average(label => (double)label)));
                Assert.That(isotonic.Apply(i), Is.EqualTo(expected).Within(1e-14));
            }
        }
    }

    [Test]
    public void Beta_is_where_the_likelihood_is_flat()
    {
        BetaCalibration beta = BetaCalibration.Fit(Scores, Labels);

        // scikit-learn 1.2.1: LogisticRegression(C=1e14, tol=1e-14, solver="newton-cg") on ln s and -ln(1 - s).
        Assert.That(beta.A, Is.EqualTo(1.05382473).Within(1e-6));
        Assert.That(beta.B, Is.EqualTo(0.1234297).Within(1e-6));
        Assert.That(beta.C, Is.EqualTo(0.75715397).Within(1e-6));
        double[] errors = [.. Scores.Select((score, i) => beta.Apply(score) - Labels[i])];
        Assert.That(errors.Sum(), Is.Zero.Within(1e-10));
        Assert.That(errors.Select((e, i) => e * Math.Log(Scores[i])).Sum(), Is.Zero.Within(1e-10));
        Assert.That(errors.Select((e, i) => e * Math.Log(1 - Scores[i])).Sum(), Is.Zero.Within(1e-10));
    }

    [Test]
    public void Beta_never_falls_with_the_score()
    {
        Random random = new(82);
        for (int repeat = 0; repeat < 100; repeat++)
        {
            double[] scores = [.. Enumerable.Range(0, 30).Select(_ => random.NextDouble())];
            byte[] labels = [.. scores.Select(_ => (byte)random.Next(2))];
            BetaCalibration beta = BetaCalibration.Fit(scores, labels);
            double[] ascending = [.. scores.Order().Select(beta.Apply)];
            Assert.That(ascending, Is.Ordered);
            Assert.That(scores.Select((score, i) => beta.Apply(score) - labels[i]).Sum(), Is.Zero.Within(1e-8));
        }
    }

    [Test]
    public void Beta_identity_and_edges_are_as_documented()
    {
        BetaCalibration identity = new(1, 1, 0);
        Assert.That(identity.Apply(0.3), Is.EqualTo(0.3).Within(1e-15));
        Assert.That(identity.Apply(0), Is.EqualTo(0).Within(1e-15));
        Assert.That(identity.Apply(1), Is.EqualTo(1).Within(1e-15));
        Assert.That(identity.Apply(double.NaN), Is.NaN);
        Assert.That(() => new BetaCalibration(-1, 1, 0), Throws.ArgumentException);
    }

    [Test]
    public void Temperature_equals_the_root_of_the_slope()
    {
        // SciPy 1.10.1: 1 / brentq of the loss's derivative by 1 / T.
        double[] logits = [2, 1, 0, 0, 3, 1, 1, 1, 4, 5, 0, 1, 0, 2, 2.5, 3, 2.5, 0, 1, 0, 2, 0.5, 4, 1];
        TemperatureScaling scaling = TemperatureScaling.Fit(logits, [0, 1, 2, 1, 2, 0, 0, 1], 3);
        Assert.That(scaling.Temperature, Is.EqualTo(2.025998890034579).Within(1e-12));

        double[] probabilities = new double[3];
        new TemperatureScaling(2).Apply([1000, 998, 996], probabilities);
        double sum = 1 + Math.Exp(-1) + Math.Exp(-2);
        Assert.That(probabilities, Is.EqualTo(new[] { 1 / sum, Math.Exp(-1) / sum, Math.Exp(-2) / sum }).Within(1e-15));
    }

    [Test]
    public void Temperature_without_a_minimum_ends_at_the_bracket()
    {
        Assert.That(TemperatureScaling.Fit([2, 0, 0, 3], [0, 1], 2).Temperature, Is.EqualTo(1e-3));
        Assert.That(TemperatureScaling.Fit([2, 0, 0, 3], [1, 0], 2).Temperature, Is.EqualTo(1e3));
        Assert.That(TemperatureScaling.Fit([2, 2, 3, 3], [1, 0], 2).Temperature, Is.EqualTo(1));
    }

    [Test]
    public void Fit_bad_input_is_refused()
    {
        Assert.That(() => PlattScaling.Fit([], []), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => PlattScaling.Fit([double.PositiveInfinity], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => PlattScaling.Fit([1], [2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("labels"));
        Assert.That(() => BetaCalibration.Fit([1.5], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => IsotonicCalibration.Fit([double.NaN], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => new IsotonicCalibration([1, 1], [0, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => new IsotonicCalibration([1, 2], [0.5, 0.4]), Throws.ArgumentException.With.Property("ParamName").EqualTo("probabilities"));
        Assert.That(() => TemperatureScaling.Fit([1, 2], [2], 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("labels"));
        Assert.That(() => TemperatureScaling.Fit([1, 2, 3], [1], 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("logits"));
        Assert.That(() => new TemperatureScaling(0), Throws.ArgumentException);
    }
}
