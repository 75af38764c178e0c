using System.Numerics;

namespace AISafety.Statistics.Tests.Kernels;

public sealed class MonotoneGridTests
{
    private static readonly (double Low, double High, int Cells)[] _grids = [(-1, 1, 256), (-0.001, 3e5, 1024), (0.1, 0.1 + 1e-12, 256), (-1e300, 1e300, 16384)];

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Map_every_length_and_offset_equals_one_at_a_time(string kind)
    {
        foreach ((double low, double high, int cells) in _grids)
        {
            Assert.That(MonotoneGrid.TryCreate(low, high, cells, out MonotoneGrid grid), Is.True);
            AssertMaps<float>(grid, kind);
            AssertMaps<double>(grid, kind);
        }
    }

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Map_ascending_values_gives_ascending_cells_and_NaN_its_own(string kind)
    {
        foreach ((double low, double high, int cells) in _grids)
        {
            Assert.That(MonotoneGrid.TryCreate(low, high, cells, out MonotoneGrid grid), Is.True);
            double[] ascending = [.. KernelInputs.Draw(kind, 3000, 2).Where(value => !double.IsNaN(value)).Order(), double.NaN];
            int[] mapped = new int[ascending.Length];
            grid.Map<double>(ascending, mapped);

            Assert.That(mapped, Is.Ordered);
            Assert.That(mapped[..^1], Is.All.InRange(0, cells - 1));
            Assert.That(mapped[^1], Is.EqualTo(cells));
        }
    }

    private static void AssertMaps<T>(MonotoneGrid grid, string kind)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = KernelInputs.Draw<T>(kind, KernelInputs.Longest + KernelInputs.Offsets, 1);
        int[] expected = [.. values.Select(value => grid.CellOf(double.CreateTruncating(value)))];
        int[] mapped = new int[values.Length];
        foreach ((int offset, int length) in KernelInputs.Slices)
        {
            grid.Map<T>(values.AsSpan(offset, length), mapped.AsSpan(offset, length));
            Assert.That(mapped.AsSpan(offset, length).SequenceEqual(expected.AsSpan(offset, length)), Is.True, (typeof(T).Name, offset, length).ToString);
        }
    }
}
