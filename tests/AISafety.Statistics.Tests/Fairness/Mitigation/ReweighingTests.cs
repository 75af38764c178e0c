using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class ReweighingTests
{
    [Test]
    public void Fit_weights_make_label_and_group_independent_and_keep_the_totals()
    {
        Gen.Select(Gen.Int[0, 3], Gen.Byte[0, 1]).Array[1, 60].Sample(rows =>
        {
            int[] groups = [.. rows.Select(row => row.Item1)];
            byte[] labels = [.. rows.Select(row => row.Item2)];
            Reweighing weighing = Reweighing.Fit(groups, labels, 4);
            double[] weights = new double[rows.Length];
            weighing.Apply(groups, labels, weights);
            Assert.That(weights, Is.All.GreaterThan(0));
            Assert.That(weighing.IsBalanced, Is.EqualTo(rows.GroupBy(row => row.Item1).All(group => group.Select(row => row.Item2).Distinct().Count() == 2)));
            if (weighing.IsBalanced)
            {
                double Sum(Func<int, bool> counts) => Enumerable.Range(0, rows.Length).Where(counts).Sum(i => weights[i]);
                Assert.That(Sum(_ => true), Is.EqualTo(rows.Length).Within(1e-9));
                foreach (int group in groups.Distinct())
                {
                    Assert.That(Sum(i => groups[i] == group), Is.EqualTo(groups.Count(one => one == group)).Within(1e-9));
                    Assert.That(Sum(i => groups[i] == group && labels[i] == 1) / Sum(i => groups[i] == group), Is.EqualTo(labels.Average(label => label)).Within(1e-9));
                }
            }
        });
    }

    // Table 2 of the paper: ten applicants, five of each sex, four of the men and two of the women with a job.
    [Test]
    public void Fit_the_papers_example()
    {
        Reweighing weighing = Reweighing.Fit([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 1, 1, 0, 0, 0], 2);
        Assert.That((weighing.Weight(1, 1), weighing.Weight(1, 0), weighing.Weight(0, 1), weighing.Weight(0, 0)), Is.EqualTo((1.5, 2.0 / 3, 0.75, 2.0)));
    }

    [Test]
    public void Weight_of_what_no_row_had_is_missing_and_bad_rows_are_refused()
    {
        Reweighing weighing = Reweighing.Fit([0, 0, 1], [0, 1, 1], 3);
        Assert.That((weighing.IsBalanced, weighing.GroupCount), Is.EqualTo((false, 3)));
        Assert.That((weighing.Weight(1, 0), weighing.Weight(2, 1)), Is.EqualTo((double.NaN, double.NaN)));
        Assert.That(() => weighing.Weight(3, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => weighing.Weight(0, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Reweighing.Fit([], [], 1), Throws.ArgumentException);
        Assert.That(() => Reweighing.Fit([0], [2], 1), Throws.ArgumentException);
        Assert.That(() => Reweighing.Fit([1], [0], 1), Throws.ArgumentException);
        Assert.That(() => weighing.Apply([0], [0], new double[2]), Throws.ArgumentException);
    }
}
