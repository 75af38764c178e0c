using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class RepairTests
{
    [Test]
    public void Remove_groups_of_equal_size_get_the_same_values_at_level_one()
    {
        Gen.Select(Gen.Int[0, 9].Array[12], Gen.Int[0, 3].Array[12]).Sample((first, second) =>
        {
            // Distinct within groups, so that no ties are averaged.
            double[] a = [.. first.Select((value, i) => value + 0.001 * i)];
            double[] b = [.. second.Select((value, i) => 3 * value - 0.001 * i)];
            int[] groups = [.. Enumerable.Range(0, 24).Select(i => i / 12)];
            DisparateImpactRemover remover = DisparateImpactRemover.Fit([.. a, .. b], 1, groups, 2);
            double[] repairedA = [.. a.Select(value => Repair(remover, value, 0, 1))];
            double[] repairedB = [.. b.Select(value => Repair(remover, value, 1, 1))];
            double[] expected = [.. a.Order().Zip(b.Order(), static (x, y) => 0.5 * (x + y))];
            Assert.That(repairedA.Order(), Is.EqualTo(expected).Within(1e-9));
            Assert.That(repairedB.Order(), Is.EqualTo(expected).Within(1e-9));
        });
    }

    [Test]
    public void Remove_ranks_within_a_group_are_kept_at_any_level()
    {
        Gen.Select(Gen.Int[-5, 5].Array[1, 20], Gen.Int[-5, 5].Array[1, 20], Gen.Double[0, 1], Gen.Select(Gen.Double[-7, 7], Gen.Double[-7, 7])).Sample((first, second, level, pair) =>
        {
            DisparateImpactRemover remover = DisparateImpactRemover.Fit(
                [.. first.Concat(second).Select(static value => (double)value)], 1, [.. first.Select(_ => 0), .. second.Select(_ => 1)], 2);
            (double low, double high) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
            foreach (int group in new[] { 0, 1 })
            {
                Assert.That(Repair(remover, low, group, level), Is.LessThanOrEqualTo(Repair(remover, high, group, level) + 1e-12));
                Assert.That(Repair(remover, low, group, 0), Is.EqualTo(low));
            }
        });
    }

    [Test]
    public void Remove_one_group_or_equal_groups_change_nothing()
    {
        double[] values = [3, 1, 2, 2, 7];
        DisparateImpactRemover one = DisparateImpactRemover.Fit(values, 1, new int[5], 1);
        DisparateImpactRemover same = DisparateImpactRemover.Fit([.. values, .. values, .. values], 1, [.. Enumerable.Range(0, 15).Select(i => i / 5)], 3);
        foreach (double value in values)
        {
            Assert.That((Repair(one, value, 0, 1), Repair(same, value, 2, 1)), Is.EqualTo((value, value)));
        }
    }

    [Test]
    public void Remove_by_hand_and_half_way()
    {
        // The medians of three groups are those of the middle one; 10 stands at 3/4 in the third.
        DisparateImpactRemover remover = DisparateImpactRemover.Fit([0, 1, 2, 10, 11, 12, 4, 8, 12], 1, [0, 0, 0, 1, 1, 1, 2, 2, 2], 3);
        Assert.That(Repair(remover, 2, 0, 1), Is.EqualTo(12));
        Assert.That(Repair(remover, 10, 1, 1), Is.EqualTo(4));
        Assert.That(Repair(remover, 10, 2, 1), Is.EqualTo(10));
        Assert.That(Repair(remover, 0, 0, 0.5), Is.EqualTo(2));
        Assert.That(Repair(remover, 100, 0, 1), Is.EqualTo(12), "a value outside stands at the end");
        Assert.That(Repair(remover, double.NaN, 0, 1), Is.NaN);
    }

    [Test]
    public void Remove_what_cannot_be_used_is_refused()
    {
        Assert.That(() => DisparateImpactRemover.Fit([1, 2, 3], 2, [0, 0], 1), Throws.ArgumentException);
        Assert.That(() => DisparateImpactRemover.Fit([1, double.NaN], 1, [0, 1], 2), Throws.ArgumentException.With.Message.Contains("Group 1 has no value of feature 0"));
        Assert.That(() => DisparateImpactRemover.Fit([double.NegativeInfinity], 1, [0], 1), Throws.ArgumentException);
        DisparateImpactRemover remover = DisparateImpactRemover.Fit([1.0], 1, [0], 1);
        Assert.That(() => Repair(remover, 1, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Repair(remover, 1, 0, 1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => remover.Apply([1, 2], 0, 1, new double[2]), Throws.ArgumentException);
    }

    [Test]
    public void Decorrelate_features_are_uncorrelated_with_each_sensitive_column_and_keep_their_means()
    {
        Gen.Select(Gen.Double[-3, 3].Array[40], Gen.Double[-3, 3].Array[40], Gen.Double[0, 1]).Sample((features, sensitive, alpha) =>
        {
            // Twenty rows of two features; the third sensitive column depends on the other two.
            double[] columns = [.. Enumerable.Range(0, 20).SelectMany(row => new[] { sensitive[2 * row], sensitive[2 * row + 1], 2 * sensitive[2 * row] - sensitive[2 * row + 1] + 1 })];
            CorrelationRemover remover = CorrelationRemover.Fit(features, 2, columns, 3);
            double[] cleaned = Clean(remover, features, columns, 1);
            for (int feature = 0; feature < 2; feature++)
            {
                double mean = Column(cleaned, 2, feature).Average();
                Assert.That(mean, Is.EqualTo(Column(features, 2, feature).Average()).Within(1e-9));
                for (int column = 0; column < 3; column++)
                {
                    double center = Column(columns, 3, column).Average();
                    Assert.That(Column(cleaned, 2, feature).Zip(Column(columns, 3, column), (x, s) => (x - mean) * (s - center)).Sum(), Is.EqualTo(0).Within(1e-8));
                }
            }

            // In between it is the straight line, as Fairlearn defines it.
            double[] partly = Clean(remover, features, columns, alpha);
            Assert.That(partly, Is.EqualTo(cleaned.Zip(features, (clean, raw) => alpha * clean + (1 - alpha) * raw)).Within(1e-9));
            Assert.That(Clean(remover, features, columns, 0), Is.EqualTo(features));
        });
    }

    [Test]
    public void Decorrelate_by_hand()
    {
        // A column of 0 and 1 takes the group's mean and gives that of all.
        CorrelationRemover remover = CorrelationRemover.Fit([1, 3, 10, 14], 1, [0, 0, 1, 1], 1);
        Assert.That((remover.SensitiveMeans[0], remover.Coefficients[0]), Is.EqualTo((0.5, 10.0)));
        Assert.That(Clean(remover, [1, 3, 10, 14], [0, 0, 1, 1], 1), Is.EqualTo([6, 8, 5, 9]));
        Assert.That(Clean(CorrelationRemover.Fit([1, 3], 1, [0.1, 0.1], 1), [1, 3], [0.1, 7], 1), Is.EqualTo([1, 3]), "a constant says nothing");
        Assert.That(Clean(remover, [double.NaN], [1], 1)[0], Is.NaN);
    }

    [Test]
    public void Decorrelate_what_cannot_be_used_is_refused()
    {
        Assert.That(() => CorrelationRemover.Fit([], 1, [], 1), Throws.ArgumentException);
        Assert.That(() => CorrelationRemover.Fit([1, 2, 3], 2, [1], 1), Throws.ArgumentException);
        Assert.That(() => CorrelationRemover.Fit([1, double.NaN], 1, [1, 2], 1), Throws.ArgumentException);
        CorrelationRemover remover = CorrelationRemover.Fit([1, 2], 1, [1, 2], 1);
        Assert.That(() => remover.Apply([1], [double.NaN], 1, new double[1]), Throws.ArgumentException);
        Assert.That(() => remover.Apply([1], [1, 2], 1, new double[1]), Throws.ArgumentException);
        Assert.That(() => remover.Apply([1], [1], -0.1, new double[1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static double Repair(DisparateImpactRemover remover, double value, int group, double level)
    {
        double[] row = [value];
        remover.Apply(row, group, level, row);
        return row[0];
    }

    private static double[] Clean(CorrelationRemover remover, double[] features, double[] sensitive, double alpha)
    {
        double[] result = new double[features.Length];
        for (int row = 0; row < features.Length / remover.Width; row++)
        {
            remover.Apply(
                features.AsSpan(row * remover.Width, remover.Width), sensitive.AsSpan(row * remover.SensitiveWidth, remover.SensitiveWidth), alpha, result.AsSpan(row * remover.Width, remover.Width));
        }

        return result;
    }

    private static double[] Column(double[] rows, int width, int column) => [.. Enumerable.Range(0, rows.Length / width).Select(row => rows[row * width + column])];
}
