namespace AISafety.Statistics.Tests;

/// <remarks>Coverage is checked by simulation with fixed seeds: fresh calibration rows and one new row each time, so that misses are independent and
/// binomial. Bounds are four standard errors wide.</remarks>
public sealed class ConformalTests
{
    private const int Repeats = 4000;
    private const double Alpha = 0.1;
    private static readonly double FourErrors = 4 * Math.Sqrt(Alpha * (1 - Alpha) / Repeats);

    [TestCase(19, 0.1, 18)]
    [TestCase(9, 0.1, 9)]
    [TestCase(99, 0.05, 95)]
    [TestCase(3, 0.25, 3)]
    [TestCase(20, 0.1, 19)]
    public void Interval_radius_is_the_ranked_residual(int count, double alpha, int rank)
    {
        double[] actuals = [.. Enumerable.Range(1, count).Select(i => i % 2 == 0 ? (double)i : -i)];
        Assert.That(ConformalInterval.Fit(new double[count], actuals, alpha).Radius, Is.EqualTo(rank));
    }

    [Test]
    public void Interval_of_too_few_rows_is_everything()
    {
        ConformalInterval interval = ConformalInterval.Fit(new double[8], new double[8], 0.1);
        Assert.That(interval.Apply(3), Is.EqualTo(new Interval(double.NegativeInfinity, double.PositiveInfinity)));
    }

    [Test]
    public void Interval_misses_as_often_as_it_says()
    {
        Random random = new(91);
        int misses = 0;
        double[] predictions = new double[49];
        double[] actuals = new double[49];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            for (int i = 0; i < actuals.Length; i++)
            {
                predictions[i] = Samples.Normal(random);
                actuals[i] = predictions[i] + Samples.Cauchy(random);
            }

            double prediction = Samples.Normal(random);
            misses += ConformalInterval.Fit(predictions, actuals, Alpha).Apply(prediction).Contains(prediction + Samples.Cauchy(random)) ? 0 : 1;
        }

        // 50 divides: the rate is alpha exactly.
        Assert.That((double)misses / Repeats, Is.EqualTo(Alpha).Within(FourErrors));
    }

    [Test]
    public void Quantiles_that_are_wrong_are_corrected_both_ways([Values(0.2, 3.0)] double width)
    {
        Random random = new(92);
        int misses = 0;
        double[] lower = new double[49];
        double[] upper = new double[49];
        double[] actuals = new double[49];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            for (int i = 0; i < actuals.Length; i++)
            {
                double spread = 1 + random.NextDouble();
                (lower[i], upper[i], actuals[i]) = (-width * spread, width * spread, spread * Samples.Normal(random));
            }

            double own = 1 + random.NextDouble();
            ConformalizedQuantiles quantiles = ConformalizedQuantiles.Fit(lower, upper, actuals, Alpha);
            misses += quantiles.Apply(-width * own, width * own).Contains(own * Samples.Normal(random)) ? 0 : 1;
        }

        Assert.That((double)misses / Repeats, Is.EqualTo(Alpha).Within(FourErrors));
    }

    [Test]
    public void Quantiles_worked_example_is_right()
    {
        // Scores -1, 0.5, 2: alpha 0.5 of three rows takes the second.
        ConformalizedQuantiles quantiles = ConformalizedQuantiles.Fit([0, 0, 0], [2, 2, 2], [1, 2.5, -2], 0.5);
        Assert.That(quantiles.Shift, Is.EqualTo(0.5));
        Assert.That(quantiles.Apply(1, 2), Is.EqualTo(new Interval(0.5, 2.5)));
        Assert.That(new ConformalizedQuantiles(-1).Apply(1, 2), Is.EqualTo(new Interval(1.5, 1.5)));
    }

    [Test]
    public void Sets_miss_as_often_as_they_say([Values] PredictionSetKind kind)
    {
        Random random = new(93);
        int misses = 0;
        double[] rows = new double[49 * 4];
        int[] labels = new int[49];
        bool[] inside = new bool[4];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            for (int i = 0; i < labels.Length; i++)
            {
                labels[i] = Draw(random, rows.AsSpan(4 * i, 4));
            }

            PredictionSets sets = PredictionSets.Fit(kind, rows, labels, 4, Alpha, seed: repeat);
            double[] row = new double[4];
            int label = Draw(random, row);
            sets.Apply(row, random.NextDouble(), inside);
            misses += inside[label] ? 0 : 1;
        }

        Assert.That((double)misses / Repeats, Is.EqualTo(Alpha).Within(FourErrors));
    }

    [Test]
    public void Sets_worked_example_is_right()
    {
        double[] row = [0.5, 0.3, 0.2];
        bool[] inside = new bool[3];

        Assert.That(new PredictionSets(PredictionSetKind.LeastAmbiguous, 0.75).Apply(row, 0, inside), Is.EqualTo(2));
        Assert.That(inside, Is.EqualTo(new[] { true, true, false }));

        // Scores at u = 0.5: 0.25, 0.65, 0.9.
        Assert.That(new PredictionSets(PredictionSetKind.Adaptive, 0.7).Apply(row, 0.5, inside), Is.EqualTo(2));
        Assert.That(new PredictionSets(PredictionSetKind.Adaptive, 0.2).Apply(row, 0.5, inside), Is.Zero);
        Assert.That(new PredictionSets(PredictionSetKind.Adaptive, double.PositiveInfinity).Apply(row, 1, inside), Is.EqualTo(3));

        // Of equals the first counts first.
        Assert.That(new PredictionSets(PredictionSetKind.Adaptive, 0.5).Apply([0.5, 0.5], 1, inside.AsSpan(0, 2)), Is.EqualTo(1));
        Assert.That(inside[0], Is.True);
        Assert.That(PredictionSets.Fit(PredictionSetKind.LeastAmbiguous, [0.9, 0.1, 0.4, 0.6, 0.2, 0.8], [0, 1, 0], 2, 0.5, 0).Thresholds[0], Is.EqualTo(0.4).Within(1e-15));
    }

    [Test]
    public void Mondrian_holds_in_each_group()
    {
        Random random = new(94);
        int[] misses = new int[2];
        double[] scores = new double[98];
        byte[] groups = [.. Enumerable.Range(0, 98).Select(i => (byte)(i % 2))];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = (1 + 9 * groups[i]) * Samples.Normal(random);
            }

            MondrianConformal mondrian = MondrianConformal.Fit(scores, groups);
            for (byte group = 0; group < 2; group++)
            {
                misses[group] += mondrian.PValue((1 + 9 * group) * Samples.Normal(random), group) <= Alpha ? 1 : 0;
            }
        }

        Assert.That((double)misses[0] / Repeats, Is.EqualTo(Alpha).Within(FourErrors));
        Assert.That((double)misses[1] / Repeats, Is.EqualTo(Alpha).Within(FourErrors));
    }

    [Test]
    public void Mondrian_of_an_unseen_group_says_nothing()
    {
        MondrianConformal mondrian = MondrianConformal.Fit([1, 2, 3], [0, 2, 2]);
        Assert.That(mondrian.GroupCount, Is.EqualTo(3));
        Assert.That(mondrian.Of(1), Is.Null);
        Assert.That(mondrian.PValue(99, 1), Is.EqualTo(1));
        Assert.That(mondrian.PValue(99, 200), Is.EqualTo(1));
        Assert.That(mondrian.PValue(99, 2), Is.EqualTo(1 / 3.0));
    }

    [Test]
    public void Adaptive_inference_keeps_the_rate_though_the_data_drift()
    {
        // Standard normals whose scale grows a hundredfold: a fixed threshold would soon miss always. The paper's bound holds for every sequence.
        Random random = new(95);
        const int Steps = 5000;
        AdaptiveConformalInference inference = new(Alpha, 0.05);
        List<double> past = [1];
        int misses = 0;
        for (int step = 0; step < Steps; step++)
        {
            double score = Math.Abs(Samples.Normal(random)) * Math.Exp(4.6 * step / Steps);
            past.Sort();
            double threshold = inference.Level <= 0 ? double.PositiveInfinity
                : inference.Level >= 1 ? double.NegativeInfinity
                : past[(int)((1 - inference.Level) * (past.Count - 1))];
            bool covered = score <= threshold;
            inference.Update(covered);
            misses += covered ? 0 : 1;
            past.Add(score);
        }

        Assert.That((double)misses / Steps, Is.EqualTo(Alpha).Within((0.9 + 0.05) / (0.05 * Steps)));
        Assert.That(inference.Level, Is.EqualTo(Alpha + 0.05 * (Alpha * Steps - misses)).Within(1e-9));
    }

    [Test]
    public void Risk_control_worked_example_is_right()
    {
        // Sums over three rows: 3, 1.5, 0.5, 0; (sum + 1) / 4: 1, 0.625, 0.375, 0.25.
        double[] losses = [1, 0.5, 0.5, 0, 1, 1, 0, 0, 1, 0, 0, 0];
        Assert.That(ConformalRiskControl.Choose(losses, 4, 0.4), Is.EqualTo(2));
        Assert.That(ConformalRiskControl.Choose(losses, 4, 0.25), Is.EqualTo(3));
        Assert.That(ConformalRiskControl.Choose(losses, 4, 0.24), Is.EqualTo(-1));
        Assert.That(ConformalRiskControl.Choose(losses, 4, 1), Is.Zero);
    }

    [Test]
    public void Risk_control_keeps_the_expected_loss()
    {
        // The loss of setting k is the excess of a uniform draw over k / 20: between 0 and 1, and the expectation is known to be at most alpha.
        Random random = new(96);
        double total = 0;
        double[] losses = new double[50 * 21];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            for (int row = 0; row < 50; row++)
            {
                double draw = random.NextDouble();
                for (int k = 0; k < 21; k++)
                {
                    losses[21 * row + k] = Math.Max(0, draw - k / 20.0);
                }
            }

            total += Math.Max(0, random.NextDouble() - ConformalRiskControl.Choose(losses, 21, Alpha) / 20.0);
        }

        // A loss in 0 to 1 with mean of at most 0.1 varies by at most 0.3.
        Assert.That(total / Repeats, Is.InRange(0.04, Alpha + FourErrors));
    }

    [Test]
    public void Bad_input_is_refused()
    {
        Assert.That(() => ConformalInterval.Fit([], [], 0.1), Throws.ArgumentException.With.Property("ParamName").EqualTo("actuals"));
        Assert.That(() => ConformalInterval.Fit([1], [double.NaN], 0.1), Throws.ArgumentException.With.Property("ParamName").EqualTo("actuals"));
        Assert.That(() => ConformalInterval.Fit([1], [1], 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("alpha"));
        Assert.That(() => new ConformalInterval(-1), Throws.ArgumentException);
        Assert.That(() => ConformalizedQuantiles.Fit([1, 2], [1], [1], 0.1), Throws.ArgumentException.With.Property("ParamName").EqualTo("lower"));
        Assert.That(() => PredictionSets.Fit(PredictionSetKind.Adaptive, [0.5, 0.5], [2], 2, 0.1, 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("labels"));
        Assert.That(() => PredictionSets.Fit(PredictionSetKind.Adaptive, [0.5, double.NaN], [1], 2, 0.1, 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("probabilities"));
        Assert.That(() => new AdaptiveConformalInference(0.1, 0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("gamma"));
        Assert.That(() => ConformalRiskControl.Choose([0, 1], 2, 0.1), Throws.ArgumentException.With.Property("ParamName").EqualTo("losses"));
        Assert.That(() => ConformalRiskControl.Choose([2], 1, 0.1), Throws.ArgumentException.With.Property("ParamName").EqualTo("losses"));
        Assert.That(() => MondrianConformal.Fit([1, 2], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("groups"));
    }

    // A true model: the class is drawn from the probabilities themselves.
    private static int Draw(Random random, Span<double> probabilities)
    {
        double sum = 0;
        foreach (ref double p in probabilities)
        {
            p = -Math.Log(1 - random.NextDouble());
            sum += p;
        }

        double left = random.NextDouble();
        int label = -1;
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] /= sum;
            left -= probabilities[i];
            label = label < 0 && left < 0 ? i : label;
        }

        return label < 0 ? probabilities.Length - 1 : label;
    }
}
