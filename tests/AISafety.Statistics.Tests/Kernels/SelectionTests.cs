using CsCheck;

namespace AISafety.Statistics.Tests.Kernels;

public sealed class SelectionTests
{
    [Test]
    public void Select_any_rank_puts_it_in_its_place()
    {
        Gen.Select(Gen.OneOf(Gen.Double[-1, 1], Gen.Int[0, 3].Select(i => (double)i)).Array[1, 200], Gen.Int[0, 199])
            .Where((values, rank) => rank < values.Length)
            .Sample((values, rank) =>
            {
                double[] sorted = [.. values.Order()];
                double[] work = [.. values];
                double selected = Selection.Select<double>(work, rank);
                return selected == sorted[rank]
                    && work[rank] == selected
                    && work.Take(rank).All(value => value <= selected)
                    && work.Skip(rank).All(value => value >= selected)
                    && work.Order().SequenceEqual(sorted);
            }, seed: "0000select01");
    }

    [TestCaseSource(typeof(SortOrders), nameof(SortOrders.Names))]
    public void Place_several_ranks_puts_each_in_its_place(string order)
    {
        Random random = new(11);
        foreach (int length in (int[])[1, 2, 100, 129, 200, 1000, 8200, 150_000])
        {
            double[] values = [.. SortOrders.Draw(order, length, length).Where(value => !double.IsNaN(value))];
            foreach (int count in (int[])[1, 2, 9, 40])
            {
                int[] ranks = [.. Enumerable.Range(0, count).Select(_ => random.Next(values.Length)).Order()];
                AssertPlaces([.. values], ranks);
                AssertPlaces([.. values.Select(value => (float)value)], ranks);
            }

            AssertPlaces([.. values], [0, values.Length - 1]);
            AssertPlaces([.. values], [values.Length / 2, Math.Min(values.Length / 2 + 1, values.Length - 1)]);
        }
    }

    [Test]
    public void Place_no_rank_moves_nothing_out_of_the_span()
    {
        double[] values = SortOrders.Draw("random", 1000, 1);
        double[] sorted = [.. values.Order()];

        Selection.Place<double>(values, []);

        Assert.That(values.Order(), Is.EqualTo(sorted));
    }

    private static void AssertPlaces<T>(T[] values, int[] ranks)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        T[] sorted = [.. values];
        Array.Sort(sorted);

        Selection.Place<T>(values, ranks);

        int from = 0;
        foreach (int rank in ranks)
        {
            Assert.That(values[rank], Is.EqualTo(sorted[rank]));
            T value = sorted[rank];
            Assert.That(values.AsSpan(from, rank - from).ContainsAnyExceptInRange(T.NegativeInfinity, value), Is.False);
            Assert.That(values.AsSpan(rank).ContainsAnyInRange(T.NegativeInfinity, value) && values.Skip(rank).Any(other => other < value), Is.False);
            from = rank;
        }

        Array.Sort(values);
        Assert.That(values.AsSpan().SequenceEqual(sorted), Is.True);
    }
}
