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
}
