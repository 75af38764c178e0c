using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class GridSearchTests
{
    private static readonly FairnessCriterion[] Criteria = [FairnessCriterion.DemographicParity, FairnessCriterion.EqualOpportunity, FairnessCriterion.EqualizedOdds, FairnessCriterion.AccuracyParity];

    // Each model has the least Lagrangian, for its own multipliers, of every function of a cell: from the definitions of rates and errors alone.
    [Test]
    public void Fit_models_are_the_best_for_their_multipliers() => Gen.Select(CellRows.Gen, Gen.Int[0, Criteria.Length - 1].Select(static i => Criteria[i])).Sample(
        (rows, criterion) =>
        {
            GridSearchFit<double[]> fit = Fit(rows, criterion, 0.05);
            double[][] all = [.. rows.AllFunctions()];
            foreach (ReductionHypothesis<double[]> hypothesis in fit.Found)
            {
                double own = Lagrangian(rows, criterion, hypothesis, rows.Predict([.. Enumerable.Range(0, rows.CellCount).Select(cell => hypothesis.Constant ?? hypothesis.Model[cell])]));
                Assert.That(own, Is.LessThanOrEqualTo(all.Min(other => Lagrangian(rows, criterion, hypothesis, other)) + 1e-9));
            }
        },
        iter: 200,
        seed: "0000gridsea1");

    [Test]
    public void Fit_best_is_on_the_frontier() => Gen.Select(CellRows.Gen, Gen.Int[0, Criteria.Length - 1].Select(static i => Criteria[i]), Gen.Int[0, 2].Select(static i => new[] { 0, 0.05, 0.2 }[i])).Sample(
        (rows, criterion, slack) =>
        {
            GridSearchFit<double[]> fit = Fit(rows, criterion, slack);
            // A violation as great as the slack lies on either side of it, by its rounding.
            const double Rounding = 1e-12;
            Assert.That(fit.IsKept, Is.EqualTo(fit.Found.Any(other => other.Violation <= slack + (fit.IsKept ? Rounding : -Rounding))));
            Assert.That(
                fit.Found.Where(other => fit.IsKept
                    ? other.Violation <= slack - Rounding && other.Objective < fit.Best.Objective - Rounding
                    : other.Violation < fit.Best.Violation - Rounding),
                Is.Empty);
        },
        iter: 200,
        seed: "0000gridsea2");

    // Two groups of half the rows each have one multiplier: 50 models are 24 steps to either side of 0, to half of the limit.
    [Test]
    public void Fit_grid_reaches_the_limit_on_both_sides()
    {
        int asked = 0;
        byte[] labels = [.. Enumerable.Range(0, 40).Select(static i => (byte)(i / 2 % 2))];
        int[] groups = [.. Enumerable.Range(0, 40).Select(static i => i % 2)];
        GridSearchFit<int> fit = GridSearch.Fit(labels, groups, 2, (_, _, predictions) =>
        {
            // A different model each time, so that each is found.
            predictions.Clear();
            predictions[asked % 40] = 0.5 + asked / 200.0;
            return asked++;
        });
        double[] values = [.. fit.Found.Select(static one => one.Multipliers[0].Value)];
        Assert.That((values.Min(), values.Max(), fit.Found.All(static one => one.Multipliers[1].Value == 0)), Is.EqualTo((-1.0, 1.0, true)));
        Assert.That(fit.Trained, Is.EqualTo(asked).And.LessThanOrEqualTo(49));
        Assert.That(values, Has.Some.EqualTo(1.0 / 24).Within(1e-12));
    }

    [TestCase(2, true, 50, 41)]
    [TestCase(2, true, 5, 5)]
    [TestCase(3, true, 50, 25)]
    [TestCase(1, false, 50, 50)]
    [TestCase(2, false, 50, 45)]
    public void Points_are_the_most_that_may_be(int dimensions, bool isTwoSided, int most, int expected)
    {
        double[][] points = [.. MultiplierGrid.Points(dimensions, isTwoSided, 2, most)];
        Assert.That(points, Has.Length.EqualTo(expected));
        Assert.That(points.Select(static point => string.Join(' ', point)).Distinct().Count(), Is.EqualTo(expected));
        Assert.That(points.Select(static point => point.Sum(Math.Abs)), Is.All.LessThanOrEqualTo(2 + 1e-12));
        Assert.That(points, Has.Some.All.Zero);
    }

    [Test]
    public void Fit_more_multipliers_than_models_are_refused()
    {
        Assert.That(
            () => GridSearch.Fit(FairlearnRows.Labels, FairlearnRows.Groups, 3, FairlearnRows.Learner.Train, new() { MaximumModels = 4 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("expected at least 5"));
        Assert.That(
            () => GridSearch.Fit(FairlearnRows.Labels, FairlearnRows.Groups, 3, FairlearnRows.Learner.Train, new() { Limit = 0 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Limit is 0"));
    }

    private static GridSearchFit<double[]> Fit(CellRows rows, FairnessCriterion criterion, double slack) =>
        GridSearch.Fit(rows.Labels, rows.Groups, rows.GroupCount, rows.Learner, new() { Constraint = new ParityConstraint { Criterion = criterion, Slack = slack } });

    private static double Lagrangian(CellRows rows, FairnessCriterion criterion, ReductionHypothesis<double[]> hypothesis, double[] predictions)
    {
        double sum = rows.Error(predictions);
        foreach (ReductionMultiplier multiplier in hypothesis.Multipliers)
        {
            int[] part = [.. Enumerable.Range(0, predictions.Length).Where(row => multiplier.Label is null || rows.Labels[row] == multiplier.Label)];
            double Value(int row) => criterion == FairnessCriterion.AccuracyParity ? 1 - Math.Abs(rows.Labels[row] - predictions[row]) : predictions[row];
            sum += multiplier.Value * (part.Where(row => rows.Groups[row] == multiplier.Group).Average(Value) - part.Average(Value));
        }

        return sum;
    }
}
