namespace AISafety.Statistics.Tests;

public sealed class GroupScoresTests
{
    [Test]
    public void Compute_each_group_equals_that_group_alone()
    {
        (int[] groups, double[] scores, byte[] labels) = Draw(3_000, 4, 11);
        scores[5] = double.NaN;
        GroupScores all = GroupScores.Compute<double>(groups, scores, labels, 4);
        GroupScores bytes = GroupScores.Compute<double>(groups.Select(static g => (byte)g).ToArray(), scores, labels, 4);
        for (int group = 0; group < 4; group++)
        {
            int[] rows = [.. Enumerable.Range(0, groups.Length).Where(row => groups[row] == group)];
            double[] own = [.. rows.Select(row => scores[row])];
            byte[] ownLabels = [.. rows.Select(row => labels[row])];
            ScoreMetrics metrics = all.Groups[group];
            Assert.That(metrics.Auc.Value, Is.EqualTo(RocAuc.Compute<double>(own, ownLabels).Area));
            Assert.That(metrics.CalibrationError.Value, Is.EqualTo(CalibrationError.EqualWidth<double>(own, ownLabels).Expected).Within(1e-12));
            Assert.That(metrics.MeanScore.Value, Is.EqualTo(own.Where(static s => !double.IsNaN(s)).Average()).Within(1e-12));
            Assert.That(metrics.Auc.Interval.Contains(metrics.Auc.Value), Is.True);
            Assert.That(metrics.CalibrationError.Interval.Contains(metrics.CalibrationError.Value), Is.True);
            Assert.That(metrics.MeanScore.Interval.Contains(metrics.MeanScore.Value), Is.True);
            Assert.That(bytes.Groups[group], Is.EqualTo(metrics));
        }

        Assert.That(all.Overall.Auc.Value, Is.EqualTo(RocAuc.Compute<double>(scores, labels).Area));
        Assert.That(all.Groups.Sum(static one => one.Missing), Is.EqualTo(1));
        Assert.That(all.Overall.Missing, Is.EqualTo(1));
    }

    [Test]
    public void Compute_undefined_values_say_why()
    {
        GroupScores scores = GroupScores.Compute<double>([0, 0, 1, 1, 2, 3, 3], [0.2, 0.4, 0.1, 0.9, double.NaN, 3, double.PositiveInfinity], [1, 1, 0, 0, 1, 0, 1], 5);
        Assert.That(scores.Groups[0].Auc.Status, Is.EqualTo(ValueStatus.NoNegatives));
        Assert.That(scores.Groups[1].Auc.Status, Is.EqualTo(ValueStatus.NoPositives));
        Assert.That(scores.Groups[2].Auc.Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(scores.Groups[2].MeanScore.Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(scores.Groups[3].Auc.Value, Is.EqualTo(1));
        Assert.That(scores.Groups[3].CalibrationError.Status, Is.EqualTo(ValueStatus.NotProbabilities));
        Assert.That(scores.Groups[3].MeanScore.Status, Is.EqualTo(ValueStatus.NotFinite));
        Assert.That(scores.Groups[4].CalibrationError.Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(scores.Groups.Select(static one => one.IsSmall), Is.All.True);
    }

    [Test]
    public void Auc_of_perfect_separation_has_an_interval_that_is_no_point()
    {
        double[] scores = [.. Enumerable.Range(0, 40).Select(static i => i / 40.0)];
        byte[] labels = [.. Enumerable.Range(0, 40).Select(static i => (byte)(i < 20 ? 0 : 1))];
        FairnessValue auc = GroupScores.Compute<double>(new int[40], scores, labels, 1).Overall.Auc;

        // Nothing wrong in 20 pairs: 1 - a^(1/20).
        Assert.That(auc.Interval.Lower, Is.EqualTo(Math.Pow(0.025, 1 / 20.0)).Within(1e-9));
        Assert.That(auc.Interval.Upper, Is.EqualTo(1));
    }

    [Test]
    public void Auc_interval_holds_about_as_often_as_it_says()
    {
        // Normal scores of unit variance, 2 apart: the area is Phi(2 / sqrt 2) = 0.9214.
        Random random = new(31);
        int held = 0;
        for (int sample = 0; sample < 1_000; sample++)
        {
            byte[] labels = [.. Enumerable.Range(0, 80).Select(static i => (byte)(i < 30 ? 1 : 0))];
            double[] scores = [.. labels.Select(label => 2 * label + Normal(random))];
            held += GroupScores.Compute<double>(new int[80], scores, labels, 1, options: new() { Resamples = 0 }).Overall.Auc.Interval.Contains(0.92135039647) ? 1 : 0;
        }

        TestContext.Out.WriteLine($"AUC: {held / 1_000.0}");
        Assert.That(held, Is.InRange(930, 980));
    }

    [Test]
    public void Calibration_interval_holds_at_least_as_often_as_it_says()
    {
        // The true rate is the score squared: the error of a sample's scores is known.
        Random random = new(32);
        int held = 0;
        for (int sample = 0; sample < 500; sample++)
        {
            double[] scores = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())];
            byte[] labels = [.. scores.Select(score => (byte)(random.NextDouble() < score * score ? 1 : 0))];
            double error = scores.GroupBy(static score => (int)(score * 10)).Sum(static bin => Math.Abs(bin.Sum(static score => score * score - score))) / 400;
            held += GroupScores.Compute<double>(new int[400], scores, labels, 1, options: new() { Resamples = 0 }).Overall.CalibrationError.Interval.Contains(error) ? 1 : 0;
        }

        Assert.That(held, Is.AtLeast(475));
    }

    [Test]
    public void Errors_equal_what_one_computes_by_hand()
    {
        GroupErrors errors = GroupErrors.Compute<double>([0, 0, 0, 1, 1], [3, 5, double.NaN, 1, 2], [1, 6, 1, 1, double.NaN], 2);
        Assert.That(errors.Groups[0].MeanResidual.Value, Is.EqualTo(0.5));
        Assert.That(errors.Groups[0].MeanAbsoluteError.Value, Is.EqualTo(1.5));
        Assert.That(errors.Groups[0].RootMeanSquareError.Value, Is.EqualTo(Math.Sqrt(2.5)).Within(1e-15));
        Assert.That(errors.Groups[0].Missing, Is.EqualTo(1));
        Assert.That(errors.Groups[1].MeanAbsoluteError.Value, Is.Zero);
        Assert.That(errors.Groups[1].MeanAbsoluteError.Interval.Lower, Is.NaN, "one value says nothing of the spread");
        Assert.That(GroupErrors.Compute<double>([0], [double.NaN], [1], 1).Overall.MeanResidual.Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(GroupErrors.Compute<double>([0], [double.PositiveInfinity], [double.PositiveInfinity], 1).Overall.MeanResidual.Status, Is.EqualTo(ValueStatus.NotFinite));
    }

    [Test]
    public void Bootstrap_interval_of_a_skewed_mean_holds_about_as_often_as_it_says()
    {
        Random random = new(33);
        int held = 0;
        for (int sample = 0; sample < 600; sample++)
        {
            double[] values = [.. Enumerable.Range(0, 60).Select(_ => -Math.Log(1 - random.NextDouble()))];
            held += BootstrapMean.Of(values, 0.95, 1_000, sample).Contains(1) ? 1 : 0;
        }

        TestContext.Out.WriteLine($"BCa, exponential, n = 60: {held / 600.0}");
        Assert.That(held, Is.InRange(555, 582));
    }

    [Test]
    public void Bootstrap_interval_depends_on_the_seed_only_and_meets_the_normal_one()
    {
        Random random = new(34);
        double[] many = [.. Enumerable.Range(0, BootstrapMean.MostRows).Select(_ => Normal(random))];
        Interval resampled = BootstrapMean.Of(many, 0.95, 2_000, 1);
        Interval normal = BootstrapMean.Of([.. many, many.Average()], 0.95, 2_000, 1);
        Assert.That(BootstrapMean.Of(many, 0.95, 2_000, 1), Is.EqualTo(resampled));
        Assert.That(resampled.Lower, Is.EqualTo(normal.Lower).Within(0.1 * normal.Width));
        Assert.That(resampled.Upper, Is.EqualTo(normal.Upper).Within(0.1 * normal.Width));
        Assert.That(BootstrapMean.Of([2, 2, 2], 0.95, 2_000, 1).Lower, Is.NaN);
    }

    [Test]
    public void Compute_bad_input_names_the_argument()
    {
        Assert.That(() => GroupScores.Compute<double>([0], [1.0, 2.0], [1, 0], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("groups"));
        Assert.That(() => GroupScores.Compute<double>([0, 3], [1.0, 2.0], [1, 0], 3), Throws.ArgumentException.With.Property("ParamName").EqualTo("groups"));
        Assert.That(() => GroupScores.Compute<double>([0, 0], [1.0, 2.0], [1, 7], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("labels"));
        Assert.That(() => GroupScores.Compute<double>([0, 0], [1.0], [1, 0], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => GroupScores.Compute<double>([0, 0], [1.0, 2.0], [1, 0], 1, options: new() { CalibrationBins = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("CalibrationBins"));
        Assert.That(() => GroupErrors.Compute<double>([0, 0], [1.0], [1, 0], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("predictions"));
        Assert.That(() => GroupErrors.Compute<double>([0, 0], [1.0, 2.0], [1, 0], 1, options: new() { Resamples = 3 }), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Resamples"));
    }

    private static (int[] Groups, double[] Scores, byte[] Labels) Draw(int rows, int groups, int seed)
    {
        Random random = new(seed);
        double[] scores = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        return ([.. scores.Select(_ => random.Next(groups))], scores, [.. scores.Select(score => (byte)(random.NextDouble() < score ? 1 : 0))]);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
