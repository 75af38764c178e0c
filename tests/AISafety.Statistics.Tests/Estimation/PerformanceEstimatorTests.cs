using System.Globalization;

namespace AISafety.Statistics.Tests;

/// <summary>What is estimated without labels, beside what the labels give.</summary>
public sealed class PerformanceEstimatorTests
{
    private static readonly string[] _names = ["accuracy", "precision", "recall", "f1", "auc"];

    // Calibrated but for the factor of two; more positives; fewer, of a small reference.
    [TestCase(0, 4000, 2000, 100)]
    [TestCase(1, 4000, 2000, 100)]
    [TestCase(-1, 800, 500, 40)]
    public void Estimate_holds_the_realised_metric_as_often_as_it_says_where_scores_mean_what_they_meant(double shift, int reference, int chunk, int trials)
    {
        int[] held = new int[5];
        double gap = 0;
        for (int trial = 0; trial < trials; trial++)
        {
            Random random = new(500 + trial);
            SimulatedRows before = SimulatedRows.Draw(random, reference, 0, 0, static (first, _) => first);
            SimulatedRows now = SimulatedRows.Draw(random, chunk, shift, 0, static (first, _) => first);
            PerformanceEstimate estimate = PerformanceEstimator.Fit(before.Scores, before.Labels, trial).Estimate(now.Scores, now.Predictions);
            Count(estimate, now.Realised, held);
            gap += Math.Abs(estimate.RocAuc.Value - now.Realised.RocAuc) / trials;
        }

        TestContext.Out.WriteLine($"{string.Join(", ", _names.Zip(held))}; AUC off by {gap.ToString("0.0000", CultureInfo.InvariantCulture)}");

        // 95 %, less what as many trials scatter by: three standard deviations for one metric, two for all, which go together.
        double spread = Math.Sqrt(0.95 * 0.05 * trials);
        Assert.That(held, Is.All.GreaterThanOrEqualTo(0.95 * trials - 3 * spread));
        Assert.That(held.Average(), Is.GreaterThanOrEqualTo(0.95 * trials - 2 * spread));
        Assert.That(held.Average(), Is.LessThanOrEqualTo(0.99 * trials), "wider than it need be");
        Assert.That(gap, Is.LessThan(0.03));
    }

    // Few rows are selected, so that a metric has few values: the likeliest of them must be in the interval.
    [TestCase(2000, 10, 2000)]
    [TestCase(1000, 0, 20)]
    public void Estimate_of_a_metric_with_few_values_holds_them_as_often_as_it_says(int reference, int selected, int chunk)
    {
        const int Trials = 60;
        int held = 0;
        int counted = 0;
        Parallel.For(0, Trials, trial =>
        {
            Random random = new(900 + trial);
            (double[] before, byte[] labels, _) = Few(random, reference, selected * reference / chunk, selected > 0);
            (double[] now, byte[] later, byte[] predictions) = Few(random, chunk, selected, selected > 0);
            MetricEstimate found = PerformanceEstimator.Fit(before, labels, trial).Estimate(now, predictions).Precision;
            double realised = ExpectedPerformance.Of(now, Array.ConvertAll(later, static label => (double)label), predictions).Precision;
            if (!double.IsNaN(realised))
            {
                Interlocked.Increment(ref counted);
                Interlocked.Add(ref held, found.Interval.Contains(realised) ? 1 : 0);
            }
        });
        TestContext.Out.WriteLine($"{held} of {counted}");
        Assert.That(held, Is.GreaterThanOrEqualTo(0.95 * counted - 3 * Math.Sqrt(0.95 * 0.05 * counted)));
    }

    [Test]
    [Category("SharedData")]
    public void Estimate_of_real_rows_is_near_what_their_labels_give([Values("adult", "bank", "german", "law")] string set)
    {
        const int Trials = 20;
        (double[] scores, byte[] labels, byte[] predictions) = Read(SharedData.File($"fairness/scored_{set}.csv"));
        int[] held = new int[5];
        double gap = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            int[] order = [.. Enumerable.Range(0, scores.Length)];
            new Random(trial).Shuffle(order);
            int[] first = order[..(order.Length / 2)];
            int[] chunk = [.. order[first.Length..].Take(2000)];
            PerformanceEstimate estimate = PerformanceEstimator.Fit(Of(scores, first), Of(labels, first), trial).Estimate(Of(scores, chunk), Of(predictions, chunk));
            PerformanceValues realised = ExpectedPerformance.Of(Of(scores, chunk), Array.ConvertAll(Of(labels, chunk), label => (double)label), Of(predictions, chunk));
            Count(estimate, realised, held);
            gap += Math.Abs(estimate.RocAuc.Value - realised.RocAuc) / Trials;
        }

        TestContext.Out.WriteLine($"{set}: {string.Join(", ", _names.Zip(held))} of {Trials}; AUC off by {gap.ToString("0.0000", CultureInfo.InvariantCulture)}");
        Assert.That(gap, Is.LessThan(set == "german" ? 0.05 : 0.03), "german: chunks of 250 rows");
        Assert.That(held.Sum() / 5.0 / Trials, Is.GreaterThan(0.85));
    }

    [Test]
    public void Estimate_does_not_see_that_labels_mean_something_else()
    {
        Random random = new(7);
        SimulatedRows before = SimulatedRows.Draw(random, 10_000, 0, 0, static (first, _) => first);
        SimulatedRows drifted = SimulatedRows.Draw(random, 10_000, 0, 0, static (first, _) => 0.25 * first);
        PerformanceEstimate estimate = PerformanceEstimator.Fit(before.Scores, before.Labels).Estimate(drifted.Scores, drifted.Predictions);
        TestContext.Out.WriteLine($"reference {before.Realised}\nestimated {estimate.Accuracy}, {estimate.RocAuc}\nrealised {drifted.Realised}");
        Assert.That(drifted.Realised.RocAuc, Is.LessThan(before.Realised.RocAuc - 0.15), "the model has become bad");
        Assert.That(estimate.RocAuc.Value, Is.EqualTo(before.Realised.RocAuc).Within(0.01), "and is estimated to be as good as ever");
        Assert.That(estimate.RocAuc.Interval.Contains(drifted.Realised.RocAuc), Is.False);
    }

    [Test]
    public void Estimate_weighted_by_the_inputs_is_right_where_the_plain_one_is_not()
    {
        static double Logit(double first, double second) => first + 1.5 * second;
        double plainGap = 0, weightedGap = 0, size = 0;
        const int Trials = 10;
        for (int trial = 0; trial < Trials; trial++)
        {
            // The second feature moves, which the score does not know of: one score now means more positives.
            Random random = new(trial);
            SimulatedRows before = SimulatedRows.Draw(random, 6000, 0, 0, Logit);
            SimulatedRows now = SimulatedRows.Draw(random, 3000, 0, 1, Logit);
            double[] weights = new double[6000];
            DensityRatio.Fit(before.Features, now.Features, 2).Apply(before.Features, weights);
            PerformanceEstimator weighted = PerformanceEstimator.Fit(before.Scores, before.Labels, weights);
            PerformanceEstimate plain = PerformanceEstimator.Fit(before.Scores, before.Labels).Estimate(now.Scores, now.Predictions);
            PerformanceEstimate shifted = weighted.Estimate(now.Scores, now.Predictions);
            plainGap += Math.Abs(plain.Accuracy.Value - now.Realised.Accuracy) / Trials;
            weightedGap += Math.Abs(shifted.Accuracy.Value - now.Realised.Accuracy) / Trials;
            size += weighted.EffectiveSampleSize / Trials;
            Assert.That(Math.Abs(shifted.RocAuc.Value - now.Realised.RocAuc), Is.LessThan(0.05));
        }

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy off by {plainGap:0.0000} plain, {weightedGap:0.0000} weighted; effective size {size:0}"));
        Assert.That(plainGap, Is.GreaterThan(0.025));
        Assert.That(weightedGap, Is.LessThan(0.015));
        Assert.That(size, Is.InRange(6000 / Math.E * 0.7, 6000 / Math.E * 1.4), "a shift of one standard deviation leaves n / e");
    }

    [Test]
    public void Fit_equal_weights_change_nothing()
    {
        SimulatedRows rows = SimulatedRows.Draw(new(3), 700, 0, 0, static (first, _) => first);
        double[] twos = new double[700];
        twos.AsSpan().Fill(2);
        Assert.That(
            PerformanceEstimator.Fit(rows.Scores, rows.Labels, twos).Estimate(rows.Scores, rows.Predictions),
            Is.EqualTo(PerformanceEstimator.Fit(rows.Scores, rows.Labels).Estimate(rows.Scores, rows.Predictions)));
    }

    [Test]
    public void Estimate_of_nothing_selected_has_no_precision_and_of_no_rows_nothing()
    {
        SimulatedRows rows = SimulatedRows.Draw(new(3), 700, 0, 0, static (first, _) => first);
        PerformanceEstimator estimator = PerformanceEstimator.Fit(rows.Scores, rows.Labels);
        PerformanceEstimate none = estimator.Estimate(rows.Scores, new byte[700]);
        Assert.That(none.Precision.Value, Is.NaN);
        Assert.That(none.Recall.Value, Is.Zero);
        PerformanceEstimate empty = estimator.Estimate([double.NaN], [1]);
        Assert.That((empty.Count, empty.Missing), Is.EqualTo((0, 1)));
        Assert.That(new[] { empty.Accuracy.Value, empty.F1.Interval.Lower, empty.RocAuc.Value }, Is.All.NaN);
    }

    [Test]
    public void Fit_and_estimate_refuse_what_cannot_be()
    {
        Assert.That(() => PerformanceEstimator.Fit([0.1, 0.2], [1, 1]), Throws.ArgumentException, "one label only");
        Assert.That(() => PerformanceEstimator.Fit([0.1, 1.2], [0, 1]), Throws.ArgumentException);
        Assert.That(() => PerformanceEstimator.Fit([0.1, 0.2], [0, 1], [1]), Throws.ArgumentException);
        Assert.That(() => PerformanceEstimator.Fit([0.1, 0.2], [0, 1], [1, 0]), Throws.ArgumentException, "label 1 weighs nothing");
        Assert.That(() => PerformanceEstimator.Fit([0.1, 0.2], [0, 1], [1, double.NaN]), Throws.ArgumentException);
        PerformanceEstimator estimator = PerformanceEstimator.Fit([0.1, 0.2, 0.3], [0, 1, 0]);
        Assert.That(() => estimator.Estimate([1.5], [1]), Throws.ArgumentException);
        Assert.That(() => estimator.Estimate([0.5], [1], 0.999), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Fit_weights_that_lie_in_one_fold_is_an_answer([Values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)] int seed)
    {
        double[] scores = [.. Enumerable.Range(0, 200).Select(static i => i / 200.0)];
        byte[] labels = [.. Enumerable.Range(0, 200).Select(static i => (byte)(i % 2))];
        double[] weights = new double[200];
        (weights[10], weights[51]) = (1, 1);
        Assert.That(PerformanceEstimator.Fit(scores, labels, weights, seed).Apply(0.5), Is.InRange(0.0, 1.0));
    }

    // Scores are what they say. Either a few lie from 0.95 to 0.99, all others below 0.6, or all spread out.
    private static (double[] Scores, byte[] Labels, byte[] Predictions) Few(Random random, int count, int selected, bool apart)
    {
        double[] scores = [.. Enumerable.Range(0, count).Select(i => apart ? i < selected ? 0.95 + (0.04 * random.NextDouble()) : 0.6 * random.NextDouble() : random.NextDouble())];
        return (scores, Array.ConvertAll(scores, score => (byte)(random.NextDouble() < score ? 1 : 0)), Array.ConvertAll(scores, score => (byte)(score >= (apart ? 0.95 : 0.5) ? 1 : 0)));
    }

    private static void Count(PerformanceEstimate estimate, PerformanceValues realised, int[] held)
    {
        MetricEstimate[] estimates = [estimate.Accuracy, estimate.Precision, estimate.Recall, estimate.F1, estimate.RocAuc];
        double[] values = [realised.Accuracy, realised.Precision, realised.Recall, realised.F1, realised.RocAuc];
        for (int i = 0; i < held.Length; i++)
        {
            held[i] += estimates[i].Interval.Contains(values[i]) ? 1 : 0;
        }
    }

    private static T[] Of<T>(T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    private static (double[] Scores, byte[] Labels, byte[] Predictions) Read(string path)
    {
        string[][] lines = [.. File.ReadLines(path).Select(line => line.Split(','))];
        double[] Column(string name) => [.. lines.Skip(1).Select(cells => double.Parse(cells[Array.IndexOf(lines[0], name)], CultureInfo.InvariantCulture))];
        return (Column("score"), Array.ConvertAll(Column("y"), static value => (byte)value), Array.ConvertAll(Column("pred"), static value => (byte)value));
    }
}
