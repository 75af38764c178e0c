using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class GroupCountsTests
{
    private static readonly Gen<(int Groups, (int Group, byte Label, byte Prediction)[] Rows)> Rows =
        Gen.Int[1, 300].SelectMany(groups => Gen.Select(Gen.Int[0, groups - 1], Gen.Byte[0, 1], Gen.Byte[0, 1]).Array[0, 400].Select(rows => (groups, rows)));

    [Test]
    public void Add_in_parts_equals_the_whole_however_it_is_added()
    {
        Gen.Select(Rows, Gen.Int[0, 400]).Sample((all, cut) =>
        {
            int at = Math.Min(cut, all.Rows.Length);
            GroupCounts whole = Count(all.Groups, all.Rows);
            GroupCounts merged = Count(all.Groups, all.Rows[..at]);
            merged.Merge(Count(all.Groups, all.Rows[at..]));
            GroupCounts singly = new(all.Groups);
            foreach ((int group, byte label, byte prediction) in all.Rows.Reverse())
            {
                singly.Add(group, label, prediction);
            }

            Assert.That(merged.Groups.SequenceEqual(whole.Groups), Is.True);
            Assert.That(singly.Groups.SequenceEqual(whole.Groups), Is.True);
            Assert.That(whole.Total.Count, Is.EqualTo(all.Rows.Length));
        });
    }

    [Test]
    public void Add_bytes_and_numbers_give_the_same()
    {
        Random random = new(3);
        byte[] groups = [.. Enumerable.Range(0, 20_000).Select(_ => (byte)random.Next(12))];
        byte[] labels = [.. groups.Select(_ => (byte)random.Next(2))];
        byte[] predictions = [.. groups.Select(_ => (byte)random.Next(2))];
        GroupCounts bytes = GroupCounts.Of(groups, labels, predictions, 12);
        GroupCounts numbers = GroupCounts.Of(groups.Select(static g => (int)g).ToArray(), labels, predictions, 12);
        Assert.That(numbers.Groups.SequenceEqual(bytes.Groups), Is.True);
        Assert.That(bytes.Total, Is.EqualTo(Confusion.Of(labels, predictions)));
    }

    [Test]
    public void Parts_are_what_every_rate_is_the_quotient_of()
    {
        GroupCounts counts = new(2);
        counts.Add(0, new ConfusionCounts(TruePositives: 30, FalsePositives: 8, TrueNegatives: 50, FalseNegatives: 12));
        GroupMetrics metrics = FairnessMetrics.Compute(counts).Groups[0];
        foreach (GroupRate rate in Enum.GetValues<GroupRate>())
        {
            RateParts parts = counts.Parts(0, rate);
            FairnessValue value = parts.With(new(0.25, 0.75));
            Assert.That((value.Value, value.Count, value.Status), Is.EqualTo((metrics[rate].Value, metrics[rate].Count, ValueStatus.Defined)), rate.ToString());
            Assert.That(value.Interval, Is.EqualTo(rate == GroupRate.FalseNegativesPerFalsePositive ? new Interval(1.0 / 3, 3) : new(0.25, 0.75)));
            Assert.That((double)parts.Part / (parts.IsOdds ? parts.Whole - parts.Part : parts.Whole), Is.EqualTo(value.Value));

            FairnessValue none = counts.Parts(1, rate).With(new(0, 1));
            Assert.That((none.Value, none.Status, none.Interval.Lower), Is.EqualTo((double.NaN, ValueStatus.NoRows, 0.0)));
        }

        Assert.That(counts.Parts(0, GroupRate.TruePositiveRate), Is.EqualTo(new RateParts(30, 42, ValueStatus.NoPositives)));
        Assert.That(() => counts.Parts(0, (GroupRate)99), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => counts.Parts(2, GroupRate.Accuracy), Throws.TypeOf<IndexOutOfRangeException>());
    }

    [Test]
    public void Add_bad_rows_are_refused_and_nothing_is_added([Values(3, 1_000)] int groupCount)
    {
        GroupCounts counts = new(groupCount);
        Assert.That(() => counts.Add([0, groupCount], [0, 1], [0, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("groups").And.Message.Contains($"a group {groupCount}"));
        Assert.That(() => counts.Add([0, -1], [0, 1], [0, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("groups"));
        Assert.That(() => counts.Add([0, 1], [0, 2], [0, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("labels"));
        Assert.That(() => counts.Add([0, 1], [0, 1], [0, 9]), Throws.ArgumentException.With.Property("ParamName").EqualTo("predictions"));
        Assert.That(() => counts.Add([0], [0, 1], [0, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("groups"));
        Assert.That(() => counts.Add([0, 1], [0, 1], [0]), Throws.ArgumentException.With.Property("ParamName").EqualTo("predictions"));
        Assert.That(() => counts.Add(0, new ConfusionCounts(1, 2, -3, 4)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => counts.Add(groupCount, 1, 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("group"));
        Assert.That(() => counts.Merge(new(groupCount + 1)), Throws.ArgumentException.With.Property("ParamName").EqualTo("other"));
        Assert.That(() => new GroupCounts(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(counts.Total, Is.EqualTo(default(ConfusionCounts)));
    }

    [Test]
    public void Clear_forgets_all_rows()
    {
        GroupCounts counts = GroupCounts.Of([0, 1], [1, 0], [1, 1], 2);
        counts.Clear();
        Assert.That(counts.Total, Is.EqualTo(default(ConfusionCounts)));
    }

    private static GroupCounts Count(int groups, (int Group, byte Label, byte Prediction)[] rows) =>
        GroupCounts.Of(rows.Select(static row => row.Group).ToArray(), [.. rows.Select(static row => row.Label)], [.. rows.Select(static row => row.Prediction)], groups);
}
