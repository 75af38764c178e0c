using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class RejectOptionTests
{
    private static readonly Gen<(double Score, byte Label, int Group)[]> Rows = Gen.Select(Gen.Int[0, 10], Gen.Byte[0, 1], Gen.Int[0, 1]).Select(static (score, label, group) => (Score: 0.1 * score, Label: label, Group: group))
        .Array[2, 30].Where(rows => rows.Any(row => row.Group == 0) && rows.Any(row => row.Group == 1) && rows.Select(row => row.Label).Distinct().Count() == 2);

    [Test]
    public void Fit_is_the_most_accurate_region_that_keeps_the_difference()
    {
        Gen.Select(Rows, Gen.Double[0, 0.5]).Sample((rows, most) =>
        {
            // By the words of the paper, for every margin at which anything changes.
            double[] shares = [.. Enumerable.Range(0, 2).Select(group => rows.Where(row => row.Group == group).Average(row => row.Score >= 0.5 ? 1.0 : 0))];
            int deprived = shares[0] < shares[1] ? 0 : shares[1] < shares[0] ? 1 : -1;
            (double Accuracy, double Difference)[] all = [.. rows.Select(row => Math.Abs(row.Score - 0.5)).Append(-1).Distinct().Where(margin => deprived >= 0 || margin < 0).Select(margin => Judge(rows, row =>
                row.Score >= 0.5 - margin && row.Score <= 0.5 + margin ? row.Group == deprived : row.Score >= 0.5))];
            (double Accuracy, double Difference)[] kept = [.. all.Where(one => one.Difference <= most)];
            if (kept.Length == 0)
            {
                Assert.That(() => Fit(rows, new() { MaximumDifference = most }), Throws.ArgumentException.With.Message.Contains("No critical region"));
                return;
            }

            RejectOptionFit fit = Fit(rows, new() { MaximumDifference = most });
            Assert.That(fit.Accuracy, Is.EqualTo(kept.Max(one => one.Accuracy)).Within(1e-12));
            (double accuracy, double difference) = Judge(rows, row => fit.Thresholds.Decide(row.Score, row.Group, 0));
            Assert.That((accuracy, difference), Is.EqualTo((fit.Accuracy, fit.Difference)));
            Assert.That(fit.Difference, Is.LessThanOrEqualTo(most));
            Assert.That(fit.Unconstrained, Is.EqualTo(Judge(rows, row => row.Score >= 0.5).Accuracy));
        });
    }

    [Test]
    public void Fit_region_by_hand()
    {
        // Group 0 is selected once in four, group 1 three times; a margin of 0.15 selects 0.4 of the one and rejects 0.6 of the other.
        RejectOptionFit fit = ThresholdRows(new() { MaximumDifference = 0 });
        Assert.That(fit.Margin, Is.EqualTo(0.125));
        Assert.That(fit.Deprived, Is.EqualTo([0]));
        Assert.That(fit.Groups.Select(group => group.SelectionRate), Is.EqualTo([0.5, 0.5]));
        Assert.That(fit.Thresholds.Probability(0.375, 0), Is.EqualTo(1), "the ends belong to the region");
        Assert.That(fit.Thresholds.Probability(0.625, 1), Is.Zero);
        Assert.That(fit.Thresholds.Probability(Math.BitIncrement(0.625), 1), Is.EqualTo(1));
        Assert.That((fit.Thresholds.Probability(0.4, 7), fit.Thresholds.Probability(0.5, 7)), Is.EqualTo((0.0, 1.0)), "unknown groups have the plain threshold");
    }

    [Test]
    public void Fit_difference_that_is_small_already_needs_no_region()
    {
        RejectOptionFit fit = Fit([(0.375, 0, 0), (0.75, 1, 0), (0.375, 0, 1), (0.625, 1, 1), (0.75, 1, 1)], new() { MaximumDifference = 0.2 });
        Assert.That((fit.Margin, fit.Accuracy), Is.EqualTo((-1.0, fit.Unconstrained)));
        Assert.That(fit.Thresholds.Groups, Is.All.EqualTo(GroupThreshold.At(0.5)));
    }

    [Test]
    public void Fit_stated_group_is_favoured_whoever_it_is() =>
        Assert.That(() => ThresholdRows(new() { Deprived = [1] }), Throws.ArgumentException.With.Message.Contains("the least on these rows is 0.5, with none"));

    [Test]
    public void Fit_options_out_of_range_are_refused()
    {
        foreach (RejectOptionOptions options in new RejectOptionOptions[]
        {
            new() { Criterion = FairnessCriterion.TreatmentEquality },
            new() { MaximumDifference = 1.1 },
            new() { MaximumDifference = double.NaN },
            new() { Threshold = double.NaN },
            new() { Deprived = [2] },
        })
        {
            Assert.That(() => ThresholdRows(options), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    private static RejectOptionFit ThresholdRows(RejectOptionOptions options) => Fit(
        [(0.125, 0, 0), (0.25, 0, 0), (0.375, 1, 0), (0.75, 1, 0), (0.25, 0, 1), (0.625, 0, 1), (0.75, 1, 1), (0.875, 1, 1)], options);

    private static RejectOptionFit Fit((double Score, byte Label, int Group)[] rows, RejectOptionOptions options) =>
        RejectOption.Fit([.. rows.Select(row => row.Score)], [.. rows.Select(row => row.Label)], [.. rows.Select(row => row.Group)], 2, options);

    private static (double Accuracy, double Difference) Judge((double Score, byte Label, int Group)[] rows, Func<(double Score, byte Label, int Group), bool> select)
    {
        double Share(int group) => (double)rows.Count(row => row.Group == group && select(row)) / rows.Count(row => row.Group == group);
        return ((double)rows.Count(row => select(row) == (row.Label == 1)) / rows.Length, Math.Abs(Share(0) - Share(1)));
    }
}
