using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class ExponentiatedGradientTests
{
    private static readonly FairnessCriterion[] Criteria =
        [FairnessCriterion.DemographicParity, FairnessCriterion.EqualOpportunity, FairnessCriterion.FalsePositiveRateParity, FairnessCriterion.EqualizedOdds, FairnessCriterion.AccuracyParity];

    // Fairlearn 0.15's ExponentiatedGradient(eps=0.01, nu=1e-6) with the same learner, whose gap was below 2e-14.
    [TestCase(FairnessCriterion.DemographicParity, 0.1, 0.25)]
    [TestCase(FairnessCriterion.DemographicParity, 0.05, 0.26555556)]
    [TestCase(FairnessCriterion.DemographicParity, 0.01, 0.31533333)]
    [TestCase(FairnessCriterion.EqualOpportunity, 0.01, 0.25)]
    [TestCase(FairnessCriterion.FalsePositiveRateParity, 0.2, 0.252)]
    [TestCase(FairnessCriterion.FalsePositiveRateParity, 0.05, 0.288)]
    [TestCase(FairnessCriterion.EqualizedOdds, 0.1, 0.29596154)]
    [TestCase(FairnessCriterion.EqualizedOdds, 0.05, 0.37298077)]
    [TestCase(FairnessCriterion.EqualizedOdds, 0.01, 0.43459615)]
    [TestCase(FairnessCriterion.AccuracyParity, 0.1, 0.25384615)]
    [TestCase(FairnessCriterion.AccuracyParity, 0.02, 0.29692308)]
    public void Fit_of_Fairlearns_rows_finds_what_Fairlearn_finds(FairnessCriterion criterion, double slack, double error)
    {
        ReductionFit<double[]> fit = ExponentiatedGradient.Fit(
            FairlearnRows.Labels,
            FairlearnRows.Groups,
            3,
            FairlearnRows.Learner.Train,
            new() { Constraint = new ParityConstraint { Criterion = criterion, Slack = slack }, Gap = 1e-6, MaximumIterations = 200 });
        Assert.That((fit.Objective, fit.Gap, fit.Excess), Is.EqualTo((error, 0.0, 0.0)).Within(1e-7));
        Assert.That((fit.HasConverged, fit.Violation <= slack + 1e-9), Is.EqualTo((true, true)));
    }

    // The same, for bounded group loss; the last bound cannot be kept.
    [TestCase(GroupLoss.Squared, 0.181, 0.13571671, 0.181)]
    [TestCase(GroupLoss.Squared, 0.175, 0.13609754, 0.175)]
    [TestCase(GroupLoss.ZeroOne, 0.32, 0.25, 0.32)]
    [TestCase(GroupLoss.ZeroOne, 0.2, 0.25, 0.30769231)]
    public void Fit_of_Fairlearns_rows_bounds_losses_as_Fairlearn_does(GroupLoss loss, double maximum, double mean, double greatest)
    {
        ReductionFit<double[]> fit = ExponentiatedGradient.Fit<double[]>(
            FairlearnRows.Labels,
            FairlearnRows.Groups,
            3,
            loss == GroupLoss.ZeroOne ? FairlearnRows.Learner.Train : FairlearnRows.Learner.TrainShares,
            new() { Constraint = new GroupLossConstraint { Maximum = maximum, Loss = loss }, Gap = 1e-6, MaximumIterations = 300 });
        Assert.That((fit.Objective, fit.Violation, fit.Excess), Is.EqualTo((mean, greatest, Math.Max(0, greatest - maximum))).Within(2e-6));
        Assert.That(fit.HasConverged, Is.True);
    }

    [Test]
    public void Fit_with_an_exact_learner_keeps_the_promises_of_the_paper() => Gen.Select(CellRows.Gen, Gen.Int[0, Criteria.Length - 1].Select(static i => Criteria[i]), Gen.Int[0, 2].Select(static i => new[] { 0, 0.02, 0.1 }[i])).Sample(
        (rows, criterion, slack) =>
        {
            const double Bound = 100;
            const double Gap = 1e-5;
            ReductionFit<double[]> fit = ExponentiatedGradient.Fit(
                rows.Labels,
                rows.Groups,
                rows.GroupCount,
                rows.Learner,
                new() { Constraint = new ParityConstraint { Criterion = criterion, Slack = slack }, MultiplierBound = Bound, Gap = Gap, MaximumIterations = 500 });
            Assert.That((fit.HasConverged, fit.Gap), Is.EqualTo((true, 0.0)).Within(Gap));

            // What is said of the mixture is what its predictions do.
            double[] mixed = [.. Enumerable.Range(0, rows.Labels.Length).Select(row =>
                fit.Predict([.. fit.Mixture.Select(share => share.Hypothesis.Constant ?? share.Hypothesis.Model[rows.Cells[row]])]))];
            Assert.That((fit.Objective, fit.Violation), Is.EqualTo((rows.Error(mixed), rows.Violation(criterion, mixed))).Within(1e-9));
            Assert.That(fit.Violation, Is.LessThanOrEqualTo(slack + (1 + 2 * Gap) / Bound));

            // And nothing beats it: the game over every function of a cell, solved at once.
            double[][] all = [.. rows.AllFunctions()];
            ReductionMoments moments = new ParityConstraint { Criterion = criterion, Slack = slack }.MomentsOf(rows.Labels, rows.Groups, rows.GroupCount);
            double[,] payoffs = new double[2 * moments.Count + 1, all.Length];
            for (int i = 0; i < all.Length; i++)
            {
                double[] own = new double[moments.Count];
                payoffs[0, i] = moments.Measure(all[i], own);
                for (int k = 0; k < own.Length; k++)
                {
                    payoffs[1 + k, i] = payoffs[0, i] + Bound * (own[k] - slack);
                    payoffs[1 + own.Length + k, i] = payoffs[0, i] + Bound * (-own[k] - slack);
                }
            }

            double[] columns = MatrixGame.Solve(payoffs).Columns;
            double best = Enumerable.Range(0, payoffs.GetLength(0)).Max(row => columns.Select((weight, i) => weight * payoffs[row, i]).Sum());
            Assert.That(fit.Objective + Bound * fit.Excess, Is.EqualTo(best).Within(2 * Gap));
        },
        iter: 300,
        seed: "0000expgrad1");

    [Test]
    public void Fit_with_room_to_spare_is_the_unconstrained_model()
    {
        ReductionFit<double[]> fit = ExponentiatedGradient.Fit(
            FairlearnRows.Labels, FairlearnRows.Groups, 3, FairlearnRows.Learner.Train, new() { Constraint = new ParityConstraint { Slack = 1 } });
        Assert.That((fit.Trained, fit.Iterations, fit.Mixture.Count, fit.HasConverged), Is.EqualTo((1, 0, 1, true)));
        Assert.That(fit.Mixture[0], Is.EqualTo(new ReductionShare<double[]>(fit.Found[0], 1)));
        Assert.That(fit.Multipliers.Select(static one => one.Value), Is.All.Zero);
    }

    // Group 0 is selected less and group 1 more often than all; one is held up, the other down.
    [Test]
    public void Fit_multipliers_say_who_is_held_up()
    {
        byte[] labels = [0, 0, 0, 1, 1, 1, 1, 0];
        int[] cells = [0, 0, 0, 1, 1, 1, 1, 0];
        int[] groups = [0, 0, 0, 0, 1, 1, 1, 1];
        ReductionFit<double[]> fit = ExponentiatedGradient.Fit(labels, groups, 2, new CellLearner(cells, 2).Train, new() { Gap = 1e-6 });
        Assert.That(fit.Multipliers.Select(static one => (one.Group, one.Label)), Is.EqualTo(new (int, byte?)[] { (0, null), (1, null) }));
        Assert.That(fit.Multipliers[0].Value - fit.Multipliers[1].Value, Is.LessThan(0));
    }

    [Test]
    public void Fit_rows_and_groups_that_cannot_be_are_refused()
    {
        ReductionLearner<double[]> learner = FairlearnRows.Learner.Train;
        Refused<ArgumentException>([0, 1, 2], [0, 1, 1], 2, null, "2");
        Refused<ArgumentException>([1, 1, 1], [0, 1, 1], 2, null, "both labels");
        Refused<ArgumentException>([], [], 2, null, "both labels");
        Refused<ArgumentException>([0, 1, 1], [0, 1], 2, null, "2 groups and 3 rows");
        Refused<ArgumentException>([0, 1, 1], [0, 1, 2], 2, null, "group 2");
        Refused<ArgumentException>([0, 1, 1], [0, 1, 1], 3, null, "Group 2 has no row,");
        Refused<ArgumentException>([0, 1, 1], [0, 1, 1], 2, new ParityConstraint { Criterion = FairnessCriterion.EqualOpportunity }, "Group 0 has no row of label 1");
        Refused<ArgumentException>([0, 1, 1], [0, 1, 1], 2, new ParityConstraint { Criterion = FairnessCriterion.EqualizedOdds }, "Group 1 has no row of label 0");
        Refused<ArgumentException>([0, 1, 1], [0, 1, 1], 3, new GroupLossConstraint { Maximum = 1 }, "Group 2 has no row,");
        Refused<ArgumentOutOfRangeException>([0, 1, 1], [0, 0, 0], 1, null, "at least two");
        Refused<ArgumentOutOfRangeException>([0, 1, 1], [0, 1, 1], 2, new ParityConstraint { Criterion = FairnessCriterion.PredictiveParity }, "Criterion is PredictiveParity");
        Refused<ArgumentOutOfRangeException>([0, 1, 1], [0, 1, 1], 2, new ParityConstraint { Slack = double.NaN }, "Slack is NaN; expected 0 to 1");
        Refused<ArgumentOutOfRangeException>([0, 1, 1], [0, 1, 1], 2, new GroupLossConstraint { Maximum = -1 }, "Maximum is -1");

        void Refused<TException>(byte[] labels, int[] groups, int groupCount, ReductionConstraint? constraint, string expected)
            where TException : ArgumentException => Assert.That(
                () => ExponentiatedGradient.Fit(labels, groups, groupCount, learner, new() { Constraint = constraint ?? new ParityConstraint() }),
                Throws.TypeOf<TException>().With.Message.Contains(expected));
    }

    [Test]
    public void Fit_options_out_of_range_are_refused()
    {
        Refused(new() { MultiplierBound = 0 }, "MultiplierBound is 0");
        Refused(new() { Gap = 0 }, "Gap is 0");
        Refused(new() { MaximumIterations = 0 }, "MaximumIterations is 0");
        Refused(new() { LearningRate = double.NaN }, "LearningRate is NaN");

        static void Refused(ExponentiatedGradientOptions options, string expected) => Assert.That(
            () => ExponentiatedGradient.Fit<double[]>([0, 1], [0, 1], 2, static (_, _, _) => [], options),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(expected));
    }

    [TestCase(double.NaN)]
    [TestCase(1.5)]
    public void Fit_predictions_that_are_no_probabilities_are_refused(double prediction) => Assert.That(
        () => ExponentiatedGradient.Fit<object?>([0, 1, 1], [0, 1, 1], 2, (_, _, predictions) =>
        {
            predictions.Clear();
            predictions[2] = prediction;
            return null;
        }),
        Throws.ArgumentException.With.Message.Contains("for row 2"));

    [Test]
    public void Fit_is_asked_for_both_labels_and_a_mean_weight_of_one()
    {
        CellLearner learner = FairlearnRows.Learner;
        _ = ExponentiatedGradient.Fit(FairlearnRows.Labels, FairlearnRows.Groups, 3, (labels, weights, predictions) =>
        {
            Assert.That(labels.ToArray().Distinct().Count(), Is.EqualTo(2));
            Assert.That((weights.ToArray().Average(), weights.ToArray().Min() >= 0), Is.EqualTo((1.0, true)).Within(1e-12));
            return learner.Train(labels, weights, predictions);
        });
    }

    [Test]
    public void Fit_cancelled_ends()
    {
        using CancellationTokenSource source = new();
        CellLearner learner = FairlearnRows.Learner;
        Assert.That(
            () => ExponentiatedGradient.Fit(
                FairlearnRows.Labels,
                FairlearnRows.Groups,
                3,
                (labels, weights, predictions) =>
                {
                    source.Cancel();
                    return learner.Train(labels, weights, predictions);
                },
                cancellationToken: source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Predict_what_is_no_prediction_of_each_model_is_refused()
    {
        ReductionFit<double[]> fit = ExponentiatedGradient.Fit(FairlearnRows.Labels, FairlearnRows.Groups, 3, FairlearnRows.Learner.Train, new() { Constraint = new ParityConstraint { Slack = 1 } });
        Assert.That(fit.Predict([1]), Is.EqualTo(1));
        Assert.That(() => fit.Predict([1, 0]), Throws.ArgumentException.With.Message.Contains("expected 1"));
        Assert.That(() => fit.Predict([double.NaN]), Throws.ArgumentException);
    }
}
