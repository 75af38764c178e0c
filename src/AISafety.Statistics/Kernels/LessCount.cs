using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>How many of some ascending numbers are less than a value: a monotone grid leaves the few of the value's own cell to be halved.</summary>
/// <remarks>Numbers so unevenly spaced that most of them share a cell cost what halving all of them costs.</remarks>
internal sealed class LessCount
{
    private const int MostCells = 1 << 20;

    // Outliers do not coarsen the grid: some of the numbers at either end share the outer cells.
    private const double OutsideGrid = 0.0005;

    private readonly double[] _ascending;
    private readonly MonotoneGrid _grid;
    private readonly int[] _before;

    /// <summary>Takes the numbers.</summary>
    /// <param name="ascending">At least one, in ascending order, without NaN; kept, not copied.</param>
    public LessCount(double[] ascending)
    {
        _ascending = ascending;
        int outside = (int)(ascending.Length * OutsideGrid);
        int cells = Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(ascending.Length, MostCells) + 2), MostCells);
        if (!MonotoneGrid.TryCreate(ascending[outside], ascending[^(outside + 1)], cells, out _grid))
        {
            // No grid: one cell for all.
            _before = [0, ascending.Length];
            return;
        }

        _before = new int[cells + 1];
        foreach (double number in ascending)
        {
            _before[_grid.CellOf(number) + 1]++;
        }

        for (int cell = 1; cell <= cells; cell++)
        {
            _before[cell] += _before[cell - 1];
        }
    }

    /// <summary>The number of those less than <paramref name="value"/>, which is not NaN.</summary>
    public int Of(double value)
    {
        ref int before = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_before), _before.Length > 2 ? _grid.CellOf(value) : 0);
        ref double numbers = ref MemoryMarshal.GetArrayDataReference(_ascending);
        int low = before;
        int count = Unsafe.Add(ref before, 1) - low;
        while (count > 0)
        {
            int half = count >> 1;
            low += (count - half) & -Unsafe.BitCast<bool, byte>(Unsafe.Add(ref numbers, low + half) < value);
            count = half;
        }

        return low;
    }
}
