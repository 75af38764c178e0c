using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics.Tests.Kernels;

public sealed class VectorQuickSortTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public void Sort_whose_budget_runs_out_still_sorts(int budget)
    {
        RequireVectors();
        double[] values = SortOrders.Draw("random", 20_000, budget);
        double[] expected = [.. values.Order()];

        VectorQuickSort.Sort<double, DoubleSortLanes>(values, budget);

        Assert.That(values, Is.EqualTo(expected));
    }

    [TestCase(0)]
    [TestCase(2)]
    public void Place_whose_budget_runs_out_still_places(int budget)
    {
        RequireVectors();
        double[] values = SortOrders.Draw("random", 20_000, budget);
        double[] expected = [.. values.Order()];

        VectorSelection.Place<double, DoubleSortLanes>(values, [5, 9_000], budget);

        Assert.That((values[5], values[9_000]), Is.EqualTo((expected[5], expected[9_000])));
    }

    [TestCaseSource(typeof(SortOrders), nameof(SortOrders.Names))]
    public void Move_every_length_and_share_parts_the_values(string order)
    {
        RequireVectors();
        foreach (int length in Enumerable.Range(VectorPartition<double, DoubleSortLanes>.LeastLength, 200).Append(1001))
        {
            double[] values = [.. SortOrders.Draw(order, length, length).Select(value => double.IsNaN(value) ? 0 : value)];
            foreach (double pivot in new[] { values[0], values[length / 2], values.Min(), values.Max() })
            {
                AssertMoves<double, DoubleSortLanes>([.. values], pivot);
                if (length >= VectorPartition<float, FloatSortLanes>.LeastLength)
                {
                    AssertMoves<float, FloatSortLanes>([.. values.Select(value => (float)value)], (float)pivot);
                }
            }
        }
    }

    private static unsafe void AssertMoves<T, TLanes>(T[] values, T pivot)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        T[] sorted = [.. values];
        Array.Sort(sorted);
        int less;
        int notAbove;
        fixed (T* p = values)
        {
            less = VectorPartition<T, TLanes>.Move<LessThanPivot>(p, values.Length, pivot);
        }

        Assert.That(less, Is.EqualTo(sorted.Count(value => value < pivot)));
        Assert.That(values.Take(less).All(value => value < pivot), Is.True);

        fixed (T* p = values)
        {
            notAbove = VectorPartition<T, TLanes>.Move<NotAbovePivot>(p, values.Length, pivot);
        }

        Assert.That(notAbove, Is.EqualTo(sorted.Count(value => value <= pivot)));
        Assert.That(values.Take(notAbove).All(value => value <= pivot), Is.True);

        Array.Sort(values);
        Assert.That(values.AsSpan().SequenceEqual(sorted), Is.True);
    }

    private static void RequireVectors() => Assume.That(Avx2.IsSupported, "These vectors need AVX2.");
}
