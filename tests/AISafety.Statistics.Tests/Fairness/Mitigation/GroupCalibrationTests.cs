namespace AISafety.Statistics.Tests;

public sealed class GroupCalibrationTests
{
    private static readonly (double[] Scores, byte[] Labels, int[] Groups) Rows = Draw();

    [Test]
    public void Fit_each_group_is_calibrated_where_one_curve_is_not([Values] GroupCurve curve)
    {
        GroupCalibration own = GroupCalibration.Fit(Rows.Scores, Rows.Labels, Rows.Groups, 3, curve);
        GroupCalibration pooled = GroupCalibration.Fit(Rows.Scores, Rows.Labels, new int[Rows.Scores.Length], 1, curve);
        for (int group = 0; group < 2; group++)
        {
            Assert.That(Error(own, group, group), Is.LessThan(0.01));
            Assert.That(Error(pooled, group, 0), Is.GreaterThan(0.05));
        }
    }

    [Test]
    public void Fit_small_and_unknown_groups_have_the_pooled_curve([Values] GroupCurve curve)
    {
        GroupCalibration own = GroupCalibration.Fit(Rows.Scores, Rows.Labels, Rows.Groups, 3, curve);
        GroupCalibration pooled = GroupCalibration.Fit(Rows.Scores, Rows.Labels, new int[Rows.Scores.Length], 1, curve);
        Assert.That(new[] { 0, 1, 2, 3, -1 }.Select(own.IsPooled), Is.EqualTo([false, false, true, true, true]));
        foreach (double score in new[] { 0, 0.3, 0.8, 1, 1.5 })
        {
            Assert.That(new[] { 2, 3, -1 }.Select(group => own.Apply(score, group)), Is.All.EqualTo(pooled.Apply(score, 0)));
        }

        Assert.That(own.Apply(double.NaN, 0), Is.NaN);
    }

    [Test]
    public void Fit_a_group_is_the_curve_of_its_rows_alone()
    {
        int[] first = [.. Enumerable.Range(0, Rows.Scores.Length).Where(i => Rows.Groups[i] == 0)];
        BetaCalibration alone = BetaCalibration.Fit([.. first.Select(i => Rows.Scores[i])], [.. first.Select(i => Rows.Labels[i])]);
        Assert.That(GroupCalibration.Fit(Rows.Scores, Rows.Labels, Rows.Groups, 3).Apply(0.37, 0), Is.EqualTo(alone.Apply(0.37)));
        GroupCalibration stored = new([alone.Apply, null], static _ => 0.5);
        Assert.That((stored.Apply(0.37, 0), stored.Apply(0.37, 1), stored.Apply(0.37, 2)), Is.EqualTo((alone.Apply(0.37), 0.5, 0.5)));
    }

    [Test]
    public void Fit_what_cannot_be_used_is_refused()
    {
        Assert.That(() => GroupCalibration.Fit([0.1, 0.2], [1, 1], [0, 0], 1), Throws.ArgumentException.With.Message.Contains("same label"));
        Assert.That(() => GroupCalibration.Fit([0.1, 1.2], [0, 1], [0, 0], 1), Throws.ArgumentException);
        Assert.That(() => GroupCalibration.Fit([0.1, 0.2], [0, 1], [0, 1], 1), Throws.ArgumentException);
        Assert.That(() => GroupCalibration.Fit([0.1, 0.2], [0, 1], [0, 0], 1, (GroupCurve)3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => GroupCalibration.Fit([0.1, 0.2], [0, 1], [0, 0], 1, GroupCurve.Beta, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // Stated too high for one group by a quarter of the log odds and more, too low for the other; of a third there are few rows.
    private static (double[], byte[], int[]) Draw()
    {
        Random random = new(8);
        double[] scores = new double[20_040];
        byte[] labels = new byte[scores.Length];
        int[] groups = new int[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            groups[i] = i < 20_000 ? i % 2 : 2;
            double logit = 1.5 * Samples.Normal(random);
            scores[i] = 1 / (1 + Math.Exp(-logit));
            labels[i] = random.NextDouble() < 1 / (1 + Math.Exp(-(logit + (groups[i] == 0 ? -0.7 : 0.7)))) ? (byte)1 : (byte)0;
        }

        return (scores, labels, groups);
    }

    private static double Error(GroupCalibration calibration, int rowsOf, int group)
    {
        int[] rows = [.. Enumerable.Range(0, Rows.Scores.Length).Where(i => Rows.Groups[i] == rowsOf)];
        return Math.Abs(rows.Average(i => calibration.Apply(Rows.Scores[i], group) - Rows.Labels[i]));
    }
}
