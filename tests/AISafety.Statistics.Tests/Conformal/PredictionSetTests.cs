namespace AISafety.Statistics.Tests;

public sealed class PredictionSetTests
{
    [Test]
    public void Apply_members_are_the_most_probable_first_and_then_the_others()
    {
        int[] members = new int[4];
        PredictionSets sets = new(PredictionSetKind.LeastAmbiguous, 0.7);
        Assert.That(sets.Apply([0.1, 0.3, 0.2, 0.4], 1, members), Is.EqualTo(2));
        Assert.That(members, Is.EqualTo(new[] { 3, 1, 2, 0 }));
    }

    [Test]
    public void Apply_agrees_with_scores_by_their_definition([Values] PredictionSetKind kind, [Values(2, 3, 17, 40)] int classes)
    {
        Random random = new(310);
        bool[] inside = new bool[classes];
        int[] members = new int[classes];
        for (int repeat = 0; repeat < 200; repeat++)
        {
            // Whole multiples of 1/64 add without rounding, and tie.
            double[] row = [.. Enumerable.Range(0, classes).Select(_ => random.Next(4) / 64.0)];
            double threshold = random.Next(70) / 64.0;
            double u = random.Next(3) / 2.0;
            int size = new PredictionSets(kind, threshold).Apply(row, u, inside);
            Assert.That(new PredictionSets(kind, threshold).Apply(row, u, members), Is.EqualTo(size));
            Assert.That(members[..size].Order(), Is.EqualTo(Enumerable.Range(0, classes).Where(label => inside[label])));
            for (int label = 0; label < classes; label++)
            {
                double before = Enumerable.Range(0, classes).Where(other => row[other] > row[label] || (row[other] == row[label] && other < label)).Sum(other => row[other]);
                double score = kind == PredictionSetKind.LeastAmbiguous ? 1 - row[label] : before + u * row[label];
                Assert.That(inside[label], Is.EqualTo(score <= threshold));
            }
        }
    }

    [Test]
    public void FitByClass_takes_the_rank_of_each_class_alone()
    {
        // Class 0 scores 0.1, 0.2, 0.3; class 1 a single 0.4; class 2 none. Alpha 0.5: the second of three, the first of one.
        double[] rows = [0.9, 0.1, 0, 0.8, 0.2, 0, 0.7, 0.3, 0, 0.4, 0.6, 0];
        PredictionSets sets = PredictionSets.FitByClass(PredictionSetKind.LeastAmbiguous, rows, [0, 0, 0, 1], 3, 0.5, null);
        Assert.That(sets.Thresholds[0], Is.EqualTo(0.2).Within(1e-15));
        Assert.That(sets.Thresholds[1], Is.EqualTo(0.4).Within(1e-15));
        Assert.That(sets.Thresholds[2], Is.EqualTo(double.PositiveInfinity));
        int[] members = new int[3];
        Assert.That(sets.Apply([0.79, 0.21, 0], 1, members), Is.EqualTo(1), "0 is below its threshold, 2 is always inside");
        Assert.That(members[0], Is.EqualTo(2));
    }

    [Test]
    public void FitByClass_covers_each_class_where_one_threshold_does_not([Values] PredictionSetKind kind)
    {
        // Class 1 is rare and the model thinks little of it.
        const int Repeats = 2000;
        const double Alpha = 0.1;
        Random random = new(311);
        double[] rows = new double[2 * 119];
        int[] labels = [.. Enumerable.Range(0, 119).Select(i => i < 99 ? 0 : 1)];
        bool[] inside = new bool[2];
        int[] misses = new int[2];
        int missesOfOne = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            for (int i = 0; i < labels.Length; i++)
            {
                Row(random, labels[i], rows.AsSpan(2 * i, 2));
            }

            PredictionSets byClass = PredictionSets.FitByClass(kind, rows, labels, 2, Alpha, repeat);
            PredictionSets together = PredictionSets.Fit(kind, rows, labels, 2, Alpha, repeat);
            double[] own = new double[2];
            for (int label = 0; label < 2; label++)
            {
                Row(random, label, own);
                double u = random.NextDouble();
                byClass.Apply(own, u, inside);
                misses[label] += inside[label] ? 0 : 1;
                together.Apply(own, u, inside);
                missesOfOne += label == 1 && !inside[1] ? 1 : 0;
            }
        }

        double fourErrors = 4 * Math.Sqrt(Alpha * (1 - Alpha) / Repeats);

        // 100 ranks: exactly 0.1. 21 ranks: 2 of them.
        Assert.That((double)misses[0] / Repeats, Is.EqualTo(Alpha).Within(fourErrors));
        Assert.That((double)misses[1] / Repeats, Is.EqualTo(2 / 21.0).Within(fourErrors));
        Assert.That((double)missesOfOne / Repeats, Is.GreaterThan(0.3));
    }

    [Test]
    public void Fit_without_a_seed_needs_no_draw_and_covers()
    {
        // All calibration rows alike: the score of the true class is what is above it.
        double[] rows = [.. Enumerable.Repeat(new[] { 0.5, 0.3, 0.2 }, 9).SelectMany(row => row)];
        PredictionSets sets = PredictionSets.Fit(PredictionSetKind.Adaptive, rows, [0, 0, 0, 0, 0, 0, 0, 0, 1], 3, 0.1, null);
        Assert.That(sets.Thresholds[0], Is.EqualTo(0.5));
        Assert.That(sets.Apply([0.5, 0.3, 0.2], 0, new int[3]), Is.EqualTo(2));
        Assert.That(sets.Apply([0.99, 0.01, 0], 0, new int[3]), Is.EqualTo(1), "never empty");
    }

    [Test]
    public void Interval_difficulty_scales_residuals_and_reach()
    {
        // Residuals 1, 4, 9 of difficulties 1, 2, 3: scores 1, 2, 3.
        ConformalInterval interval = ConformalInterval.Fit([0, 0, 0], [1, -4, 9], [1, 2, 3], 0.5);
        Assert.That(interval.Radius, Is.EqualTo(2));
        Assert.That(interval.Apply(10, 0.5), Is.EqualTo(new Interval(9, 11)));
        Assert.That(() => ConformalInterval.Fit([0], [1], [0], 0.5), Throws.ArgumentException.With.Property("ParamName").EqualTo("difficulties"));
        Assert.That(() => ConformalInterval.Fit([0], [1], [1, 2], 0.5), Throws.ArgumentException.With.Property("ParamName").EqualTo("difficulties"));
        Assert.That(() => interval.Apply(1, double.NaN), Throws.ArgumentException.With.Property("ParamName").EqualTo("difficulty"));
    }

    [Test]
    public void Bad_thresholds_are_refused()
    {
        Assert.That(() => new PredictionSets(PredictionSetKind.Adaptive, double.NaN), Throws.ArgumentException);
        Assert.That(() => new PredictionSets(PredictionSetKind.Adaptive, ReadOnlySpan<double>.Empty), Throws.ArgumentException);
        Assert.That(() => new PredictionSets(PredictionSetKind.Adaptive, [0.1, 0.2]).Apply([0.1, 0.2, 0.7], 1, new int[3]), Throws.ArgumentException);
    }

    private static void Row(Random random, int label, Span<double> row)
    {
        row[0] = label == 0 ? 0.6 + 0.4 * random.NextDouble() : 0.3 + 0.6 * random.NextDouble();
        row[1] = 1 - row[0];
    }
}
