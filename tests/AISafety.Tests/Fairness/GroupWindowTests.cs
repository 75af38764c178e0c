using AISafety.Fairness;
using AISafety.Statistics;
using CsCheck;

namespace AISafety.Tests.Fairness;

public sealed class GroupWindowTests
{
    private static readonly Gen<FairnessLimit> _limits = Gen.Select(Gen.Int[0, 6], Gen.Double[0.01, 0.99], Gen.Bool).Select(static (criterion, bound, isRatio) => isRatio
        ? FairnessLimit.RatioAtLeast((FairnessCriterion)criterion, bound)
        : FairnessLimit.DifferenceAtMost((FairnessCriterion)criterion, bound));

    private static readonly Gen<ConfusionCounts[]> _counts = Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 2_000]).Array[4]
        .Select(static four => new ConfusionCounts(four[0], four[1], four[2], four[3])).Array[2, 5];

    [Test]
    public void MayCross_is_true_of_every_limit_that_is_crossed()
    {
        int crossed = 0;
        int spared = 0;
        Gen.Select(_counts, _limits, Gen.Bool).Sample((groups, limit, isSelective) =>
        {
            GroupWindow window = Window(groups, new() { LabelsOnlyForSelected = isSelective });
            bool isCrossed = limit.IsCrossedBy(window.Read(limit.Criterion).Gap);
            bool may = window.MayCross(limit);
            Assert.That(may || !isCrossed, Is.True);
            Interlocked.Add(ref crossed, isCrossed ? 1 : 0);
            Interlocked.Add(ref spared, may ? 0 : 1);
        });
        Assert.That((crossed > 0, spared > 0), Is.EqualTo((true, true)), "both happened");
    }

    [Test]
    public void Read_gives_the_same_reading_again()
    {
        GroupWindow window = Window([new(10, 5, 5, 10), new(10, 10, 5, 5)], FairnessMonitoringOptions.Default);
        Assert.That(window.Read(FairnessCriterion.EqualizedOdds), Is.SameAs(window.Read(FairnessCriterion.EqualizedOdds)));
    }

    private static GroupWindow Window(ConfusionCounts[] groups, FairnessMonitoringOptions options)
    {
        GroupCounts counts = new(groups.Length);
        for (int group = 0; group < groups.Length; group++)
        {
            counts.Add(group, groups[group]);
        }

        string[] names = [.. groups.Select(static (_, group) => $"{group}")];
        long[] selected = Array.ConvertAll(groups, static one => one.Selected);
        long[] rejected = Array.ConvertAll(groups, static one => one.Count - one.Selected);
        return new(names, options, counts, selected, rejected, 0, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, options.LabelsOnlyForSelected);
    }
}
