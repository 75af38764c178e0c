using CsCheck;

namespace AISafety.Statistics.Tests;

[TestFixture]
public sealed class ReservoirTests
{
    [Test]
    public void Few_items_are_all_held_in_order()
    {
        Reservoir<int> reservoir = new(5, seed: 1);
        for (int i = 0; i < 5; i++)
        {
            Assert.That(reservoir.Add(i), Is.True);
        }

        Assert.That(reservoir.Items, Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(reservoir.Count, Is.EqualTo(5));
    }

    /// <summary>Each item is held with probability k / n: a chi-square test over many seeds. A held item leaves room for k - 1 others, so that the statistic is (n - 1) / (n - k) times smaller than of independent counts.</summary>
    [TestCase(1, 10)]
    [TestCase(3, 10)]
    [TestCase(7, 30)]
    public void Every_item_is_as_likely_as_any_other(int capacity, int items)
    {
        const int Runs = 20_000;
        int[] held = new int[items];
        for (int seed = 0; seed < Runs; seed++)
        {
            Reservoir<int> reservoir = new(capacity, seed);
            for (int i = 0; i < items; i++)
            {
                reservoir.Add(i);
            }

            foreach (int item in reservoir.Items)
            {
                held[item]++;
            }
        }

        double expected = (double)Runs * capacity / items;
        double chiSquare = held.Sum(count => (count - expected) * (count - expected) / expected) * (items - 1) / (items - capacity);

        // Five standard deviations of chi-square above its mean.
        Assert.That(chiSquare, Is.LessThan(items - 1 + (5 * Math.Sqrt(2 * (items - 1)))));
    }

    [Test]
    public void Held_are_distinct_items_of_the_stream_and_the_same_for_the_same_seed() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 200], Gen.Int).Sample(
            (capacity, items, seed) =>
            {
                Reservoir<int> one = new(capacity, seed);
                Reservoir<int> other = new(capacity, seed);
                for (int i = 0; i < items; i++)
                {
                    Assert.That(one.Add(i), Is.EqualTo(other.Add(i)));
                }

                Assert.That(one.Items, Is.EqualTo(other.Items).And.Unique);
                Assert.That(one.Items, Has.Count.EqualTo(Math.Min(capacity, items)));
                Assert.That(one.Items.All(item => item >= 0 && item < items), Is.True);
            },
            iter: 500);

    [Test]
    public void Negative_capacity_is_refused() => Assert.That(() => new Reservoir<int>(-1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
