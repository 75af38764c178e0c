namespace AISafety.Statistics.Tests;

public sealed class RankingTests
{
    [Test]
    public void Compute_any_scores_equals_the_definition_over_all_pairs()
    {
        Random random = new(73);
        for (int length = 0; length <= 257; length++)
        {
            double[] scores = [.. Enumerable.Range(0, length).Select(_ => random.Next(8) switch
            {
                0 => double.NaN, 1 => double.PositiveInfinity, 2 => double.NegativeInfinity, 3 => -0.0, 4 => 0.0, 5 => random.Next(3), 6 => Samples.Cauchy(random), _ => double.Epsilon,
            })];
            byte[] labels = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(2))];
            double[] positives = [.. scores.Where((score, i) => labels[i] == 1 && !double.IsNaN(score))];
            double[] negatives = [.. scores.Where((score, i) => labels[i] == 0 && !double.IsNaN(score))];
            double[] below = [.. positives.Select(p => negatives.Sum(n => n < p ? 1 : n == p ? 0.5 : 0) / negatives.Length)];
            double[] above = [.. negatives.Select(n => positives.Sum(p => p > n ? 1 : p == n ? 0.5 : 0) / positives.Length)];

            RocAucResult result = RocAuc.Compute<double>(scores, labels);

            double area = below.Length == 0 ? double.NaN : below.Average();
            Assert.That(result.Area, Is.EqualTo(area).Within(1e-14));
            Assert.That(result.Variance, Is.EqualTo(Variance(below) / below.Length + Variance(above) / above.Length).Within(1e-14));
            Assert.That((result.Positives, result.Negatives, result.Missing), Is.EqualTo((positives.Length, negatives.Length, length - positives.Length - negatives.Length)));
            Assert.That(AveragePrecision.Of<double>(scores, labels), Is.EqualTo(AveragePrecisionByDefinition(positives, negatives)).Within(1e-14));
        }
    }

    // scikit-learn 1.2.1: roc_auc_score, average_precision_score. Variance by DeLong's formulas, in fractions.
    [Test]
    public void Compute_a_worked_example_is_right()
    {
        double[] scores = [0.1, 0.4, 0.35, 0.8];
        byte[] labels = [0, 0, 1, 1];

        RocAucResult result = RocAuc.Compute<double>(scores, labels);

        Assert.That(result.Area, Is.EqualTo(0.75));
        Assert.That(result.Variance, Is.EqualTo(0.125));
        Assert.That(result.Interval(0.95), Is.EqualTo(new Interval(0.75 - 1.959963984540054 * Math.Sqrt(0.125), 1)).Using<Interval>((a, b) => Math.Abs(a.Lower - b.Lower) < 1e-12 && a.Upper == b.Upper));
        Assert.That(AveragePrecision.Of<double>(scores, labels), Is.EqualTo(0.8333333333333333).Within(1e-15));
        Assert.That(RocAuc.Compute<float>([.. scores.Select(s => (float)s)], labels).Area, Is.EqualTo(0.75));
    }

    [Test]
    public void Compute_constant_scores_are_chance()
    {
        RocAucResult result = RocAuc.Compute<double>([2, 2, 2, 2, 2], [0, 1, 0, 1, 1]);
        Assert.That((result.Area, result.Variance), Is.EqualTo((0.5, 0.0)));
        Assert.That(AveragePrecision.Of<double>([2, 2, 2, 2, 2], [0, 1, 0, 1, 1]), Is.EqualTo(0.6).Within(1e-15));
    }

    [Test]
    public void Compute_one_label_only_is_NaN()
    {
        Assert.That(RocAuc.Compute<double>([1, 2], [1, 1]).Area, Is.NaN);
        Assert.That(RocAuc.Compute<double>([1, 2], [0, 1]).Interval().Lower, Is.NaN);
        Assert.That(AveragePrecision.Of<double>([1, 2], [0, 0]), Is.NaN);
    }

    [Test]
    public void From_small_scores_gives_every_threshold_once()
    {
        ThresholdCurve curve = ThresholdCurve.From<double>([0.8, 0.4, 0.4, 0.1, double.NaN], [1, 0, 1, 0, 1]);

        Assert.That(curve.Missing, Is.EqualTo(1));
        Assert.That(curve.Points.ToArray(), Is.EqualTo(new ThresholdPoint[]
        {
            new(double.PositiveInfinity, new(0, 0, 2, 2)),
            new(0.8, new(1, 0, 2, 1)),
            new(0.4, new(2, 1, 1, 0)),
            new(0.1, new(2, 2, 0, 0)),
        }));
    }

    [Test]
    public void From_any_scores_has_the_area_and_precision_of_the_direct_ways()
    {
        Random random = new(74);
        float[] scores = [.. Enumerable.Range(0, 3000).Select(_ => (float)random.Next(500))];
        byte[] labels = [.. scores.Select(score => (byte)(random.Next(500) < score ? 1 : 0))];

        ReadOnlySpan<ThresholdPoint> points = ThresholdCurve.From<float>(scores, labels).Points;

        double area = 0;
        double precision = 0;
        for (int i = 1; i < points.Length; i++)
        {
            area += (points[i].Counts.FalsePositiveRate - points[i - 1].Counts.FalsePositiveRate) * (points[i].Counts.Recall + points[i - 1].Counts.Recall) / 2;
            precision += (points[i].Counts.Recall - points[i - 1].Counts.Recall) * points[i].Counts.Precision;
        }

        Assert.That(RocAuc.Compute<float>(scores, labels).Area, Is.EqualTo(area).Within(1e-13));
        Assert.That(AveragePrecision.Of<float>(scores, labels), Is.EqualTo(precision).Within(1e-13));
    }

    [Test]
    public void Interval_covers_the_true_area_about_as_often_as_it_says()
    {
        // Normals one apart: area = Phi(1 / sqrt 2). 95 % of 2,000 with a binomial standard error of 0.5 %.
        Random random = new(75);
        int covered = 0;
        double[] scores = new double[200];
        byte[] labels = [.. Enumerable.Range(0, 200).Select(i => (byte)(i & 1))];
        for (int repeat = 0; repeat < 2000; repeat++)
        {
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = Samples.Normal(random) + labels[i];
            }

            covered += RocAuc.Compute<double>(scores, labels).Interval().Contains(0.7602499389065233) ? 1 : 0;
        }

        Assert.That(covered / 2000.0, Is.EqualTo(0.95).Within(0.02));
    }

    private static double Variance(double[] values) =>
        values.Length < 2 ? double.NaN : values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1);

    private static double AveragePrecisionByDefinition(double[] positives, double[] negatives)
    {
        double sum = 0;
        foreach (double p in positives)
        {
            double hits = positives.Count(other => other >= p);
            sum += hits / (hits + negatives.Count(other => other >= p));
        }

        return sum / positives.Length;
    }
}
