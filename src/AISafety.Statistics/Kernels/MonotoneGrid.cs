using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Maps values to cells so that a greater value never lies in a lower cell: a line from low to high, cut into equal cells, with what is
/// outside in the first and the last.</summary>
/// <remarks>Subtraction, product and sum are each monotone after rounding, and are rounded alike on every path; so equal values share a cell, and
/// all values of a cell lie below all values of the next, exactly. NaN goes to a cell of its own after the last.</remarks>
internal readonly struct MonotoneGrid
{
    private readonly double _low;
    private readonly double _inverse;

    private MonotoneGrid(double low, double inverse, int cells)
    {
        (_low, _inverse, Cells) = (low, inverse, cells);
    }

    /// <summary>How many cells there are for numbers. NaN's cell is this number.</summary>
    public int Cells { get; }

    /// <summary>A grid over [low, high], if these can be told apart by it.</summary>
    public static bool TryCreate(double low, double high, int cells, out MonotoneGrid grid)
    {
        double inverse = (cells - 2) / (high - low);
        grid = new(low, inverse, cells);
        return double.IsFinite(low) && double.IsFinite(inverse) && inverse > 0;
    }

    /// <summary>The cell of a value.</summary>
    public int CellOf(double value)
    {
        double place = (value - _low) * _inverse + 1.0;
        return place >= Cells - 1 ? Cells - 1
            : place > 0 ? (int)place
            : place <= 0 ? 0
            : Cells;
    }

    /// <summary>The cells of values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="cells">Takes their cells; as long.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public void Map<T>(ReadOnlySpan<T> values, Span<int> cells)
        where T : struct
    {
        if (typeof(T) == typeof(float))
        {
            Map<float, FloatLanes>(MemoryMarshal.Cast<T, float>(values), cells);
        }
        else
        {
            Map<double, DoubleLanes>(MemoryMarshal.Cast<T, double>(values), cells);
        }
    }

    private void Map<T, TLanes>(ReadOnlySpan<T> values, Span<int> cells)
        where T : struct
        where TLanes : struct, ILanes<T>
    {
        ref T x = ref MemoryMarshal.GetReference(values);
        nuint length = (nuint)values.Length;
        nuint i = 0;
        if (Avx2.IsSupported)
        {
            ref int target = ref MemoryMarshal.GetReference(cells[..values.Length]);
            Vector256<double> low = Vector256.Create(_low);
            Vector256<double> inverse = Vector256.Create(_inverse);
            Vector256<double> top = Vector256.Create(Cells - 1.0);
            Vector128<uint> missing = Vector128.Create((uint)Cells);
            for (; i + 4 <= length; i += 4)
            {
                Vector256<double> place = (TLanes.Load(ref x, i) - low) * inverse + Vector256<double>.One;

                // Of two operands of which one is NaN these instructions give the second; NaN then converts to the greatest unsigned number.
                place = Avx.Max(Vector256<double>.Zero, Avx.Min(top, place));
                Vector128.Min(Avx.ConvertToVector128Int32WithTruncation(place).AsUInt32(), missing).AsInt32().StoreUnsafe(ref target, i);
            }
        }

        for (; i < length; i++)
        {
            cells[(int)i] = CellOf(TLanes.At(ref x, i));
        }
    }
}
