namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class DrawsTests
{
    [Test]
    public void Start_rows_and_seeds_have_sequences_of_their_own()
    {
        double[] firsts = [.. Enumerable.Range(0, 50).SelectMany(static seed => Enumerable.Range(0, 50).Select(row => First(seed, row)))];

        Assert.That(firsts.Distinct().Count(), Is.EqualTo(2500));
        Assert.That(First(3, 4), Is.EqualTo(First(3, 4)));

        static double First(int seed, int row)
        {
            Draws draws = new();
            draws.Start(seed, row);
            return draws.Uniform();
        }
    }

    [Test]
    public void Normal_and_Sign_have_their_moments()
    {
        Draws draws = new();
        draws.Start(0, 0);
        double[] normal = [.. Enumerable.Range(0, 40_000).Select(_ => draws.Normal())];
        int[] signs = [.. Enumerable.Range(0, 40_000).Select(_ => draws.Sign())];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(normal.Average(), Is.EqualTo(0).Within(0.02));
            Assert.That(normal.Average(static value => value * value), Is.EqualTo(1).Within(0.03));
            Assert.That(normal.Average(static value => value * value * value * value), Is.EqualTo(3).Within(0.2));
            Assert.That(signs.Average(), Is.EqualTo(0).Within(0.02));
            Assert.That(signs.Distinct(), Is.EquivalentTo(new[] { -1, 1 }));
        }
    }

    [Test]
    public void Shuffle_gives_each_order_as_often()
    {
        Draws draws = new();
        draws.Start(9, 0);
        Dictionary<string, int> counts = [];
        for (int i = 0; i < 12_000; i++)
        {
            int[] items = [0, 1, 2];
            draws.Shuffle(items);
            string order = string.Join(",", items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(6));
        Assert.That(counts.Values, Has.All.InRange(1_850, 2_150));
    }
}
