using CsCheck;

namespace AISafety.Tests.Profiles;

[TestFixture]
public sealed class MergingTests
{
    private static readonly Person[] _people = Person.Many(2_000, seed: 4);
    private static readonly ReferenceProfileOptions _options = new() { SampleSize = 150, Seed = 5 };

    [Test]
    public void Parts_merged_equal_the_whole()
    {
        ReferenceProfile whole = ReferenceProfile.Fit(Person.Schema, _people, _options);
        Gen.Select(Gen.Int[1, 1_000], Gen.Int[1_001, 1_999], Gen.Int[0, 5]).Sample((first, second, order) =>
        {
            ReferenceProfile[] parts = [Part(0, first), Part(first, second), Part(second, _people.Length)];
            int[] places = [order % 3, (order + 1 + order / 3) % 3, (order + 2 - order / 3) % 3];
            AssertSame(parts[places[0]].Merge(parts[places[1]]).Merge(parts[places[2]]), whole);
        }, iter: 30, seed: "0000KOIPC1g2", threads: 1);
    }

    [Test]
    public void Merging_a_part_that_was_stored_gives_the_same()
    {
        (ReferenceProfile first, ReferenceProfile second) = (Part(0, 700), Part(700, 2_000));
        ReferenceProfile stored = ReferenceProfile.FromBytes(first.ToBytes());

        Assert.That(stored.Merge(second).ToBytes(), Is.EqualTo(first.Merge(second).ToBytes()));
    }

    [Test]
    public void Merging_changes_neither_part()
    {
        (ReferenceProfile first, ReferenceProfile second) = (Part(0, 700), Part(700, 2_000));
        (byte[] before, byte[] other) = (first.ToBytes(), second.ToBytes());
        first.Merge(second);

        Assert.That(first.ToBytes(), Is.EqualTo(before));
        Assert.That(second.ToBytes(), Is.EqualTo(other));
    }

    [Test]
    public void Rows_of_the_same_numbers_are_refused()
    {
        Assert.That(() => Part(0, 700).Merge(Part(699, 1_000)), Refuses("same numbers"));
        Assert.That(() => Part(0, 700).Merge(Part(800, 900)).Merge(Part(750, 801)), Refuses("same numbers"));
        Assert.That(Part(0, 700).Merge(Part(800, 900)).Merge(Part(700, 800)).RowCount, Is.EqualTo(900));
    }

    [Test]
    public void Other_options_are_refused()
    {
        ReferenceProfile other = ReferenceProfile.Fit(Person.Schema, _people, _options with { Seed = 6, FirstRow = 700 });

        Assert.That(() => Part(0, 700).Merge(other), Refuses("Seed = 6"));
    }

    [Test]
    public void Other_features_are_refused_by_name()
    {
        ReferenceProfile one = ReferenceProfile.FitRows(FeatureSchema.ForVector("a", "b").WithRange("b", 0, 9), [1, 2]);

        Assert.That(() => one.Merge(Table(FeatureSchema.ForVector("a", "c"))), Refuses("expected feature 'b', found 'c'"));
        Assert.That(() => one.Merge(Table(FeatureSchema.ForVector("b", "a"))), Refuses("expected the same order"));
        Assert.That(() => one.Merge(Table(FeatureSchema.ForVector("a", "b"))), Refuses("feature 'b': expected the range 0 to 9"));
        Assert.That(() => one.Merge(Table(FeatureSchema.ForVector("a", "b").WithRange("b", 0, 9, "m"))), Refuses("feature 'b': expected the unit"));
    }

    private static ReferenceProfile Table(FeatureSchema<float[]> schema) => ReferenceProfile.FitRows(schema, [1, 2], new() { FirstRow = 1 });

    private static ReferenceProfile Part(int from, int to) => ReferenceProfile.Fit(Person.Schema, _people[from..to], _options with { FirstRow = from });

    private static void AssertSame(ReferenceProfile merged, ReferenceProfile whole)
    {
        Assert.That(merged.RowCount, Is.EqualTo(whole.RowCount));
        Assert.That(merged.Options, Is.EqualTo(whole.Options));
        Assert.That(merged.SampleIndex.ToArray(), Is.EqualTo(whole.SampleIndex.ToArray()));
        for (int i = 0; i < whole.Features.Count; i++)
        {
            (FeatureProfile a, FeatureProfile b) = (merged.Features[i], whole.Features[i]);
            Assert.That(a.Sample.ToArray(), Is.EqualTo(b.Sample.ToArray()));
            Assert.That((a.Count, a.Missing, a.Unseen), Is.EqualTo((b.Count, b.Missing, b.Unseen)));
            Assert.That(a.CategoryCounts.ToArray(), Is.EqualTo(b.CategoryCounts.ToArray()));
            Assert.That((a.Quantile(0), a.Quantile(1)), Is.EqualTo((b.Quantile(0), b.Quantile(1))));
            Assert.That(a.Moments.Mean, Is.EqualTo(b.Moments.Mean).Within(1e-12).Percent);
            Assert.That(a.Moments.Variance, Is.EqualTo(b.Moments.Variance).Within(1e-9).Percent);
            if (b.Sorted is not null)
            {
                // The least value of rank 0.5, of which there may be many that are equal.
                Assert.That(b.Rank(a.Quantile(0.5)), Is.GreaterThanOrEqualTo(0.5 - 2 * b.RankError));
                Assert.That(b.Rank(Math.BitDecrement(a.Quantile(0.5))), Is.LessThanOrEqualTo(0.5 + 2 * b.RankError));
            }
        }
    }

    private static NUnit.Framework.Constraints.Constraint Refuses(string text) => Throws.ArgumentException.With.Message.Contains(text);
}
