using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Robustness.Kernels;

/// <summary>A matrix laid out to be multiplied by rows: Y = X B, or Y += X B.</summary>
/// <remarks>
/// <para>Columns lie in panels of two vectors, so that a panel's part of a row is read in one go; six rows of X are taken at a time, whose twelve vectors of sums stay in registers (Goto and van de Geijn, Anatomy of high-performance matrix
/// multiplication, ACM TOMS 34, 2008).</para>
/// <para>Each sum has one rounding a term where the machine fuses, else two, in the order of the rows of B and in parts of <see cref="Depth"/> rows.</para>
/// </remarks>
internal sealed class PackedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowsAtOnce = 6;
    private const int Depth = 256;

    private readonly T[] _panels;

    /// <param name="rows">Rows of B: the length of a row of X.</param>
    /// <param name="columns">Columns of B: the length of a row of Y.</param>
    /// <param name="value">The value at a row and a column.</param>
    public PackedMatrix(int rows, int columns, Func<int, int, T> value)
    {
        (Rows, Columns) = (rows, columns);
        int panels = (columns + Width - 1) / Width;
        _panels = new T[panels * rows * Width];
        for (int panel = 0; panel < panels; panel++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int i = 0; i < Width && panel * Width + i < columns; i++)
                {
                    _panels[(panel * rows + row) * Width + i] = value(row, panel * Width + i);
                }
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    private static int Width => 2 * Vector256<T>.Count;

    /// <param name="x">count rows of <see cref="Rows"/> values.</param>
    /// <param name="y">count rows of <see cref="Columns"/> values.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="adds">Whether to add to what is there.</param>
    public void Multiply(ReadOnlySpan<T> x, Span<T> y, int count, bool adds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, (long)count * Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, (long)count * Columns);
        if (count == 0 || Columns == 0)
        {
            return;
        }

        if (Rows == 0)
        {
            if (!adds)
            {
                y[..(count * Columns)].Clear();
            }

            return;
        }

        ref T firstX = ref MemoryMarshal.GetReference(x);
        ref T firstY = ref MemoryMarshal.GetReference(y);
        ref T first = ref MemoryMarshal.GetArrayDataReference(_panels);
        Span<T> edge = stackalloc T[RowsAtOnce * 2 * Vector256<T>.Count];
        for (int start = 0; start < Rows; start += Depth)
        {
            int depth = Math.Min(Depth, Rows - start);
            bool addsNow = adds || start > 0;
            for (int column = 0; column < Columns; column += Width)
            {
                ref T panel = ref Unsafe.Add(ref first, column * Rows + start * Width);
                int columns = Math.Min(Width, Columns - column);
                for (int row = 0; row < count;)
                {
                    int rows = count - row >= RowsAtOnce ? RowsAtOnce : count - row >= 2 ? 2 : 1;
                    ref T xRow = ref Unsafe.Add(ref firstX, row * Rows + start);
                    ref T yRow = ref Unsafe.Add(ref firstY, row * Columns + column);
                    if (columns == Width)
                    {
                        Block(rows, ref xRow, ref panel, ref yRow, Columns, depth, addsNow);
                    }
                    else
                    {
                        AtEdge(rows, ref xRow, ref panel, ref yRow, columns, edge, depth, addsNow);
                    }

                    row += rows;
                }
            }
        }
    }

    private void AtEdge(int rows, ref T x, ref T panel, ref T y, int columns, Span<T> edge, int depth, bool adds)
    {
        Block(rows, ref x, ref panel, ref edge[0], Width, depth, adds: false);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns; i++)
            {
                ref T at = ref Unsafe.Add(ref y, row * Columns + i);
                at = adds ? at + edge[row * Width + i] : edge[row * Width + i];
            }
        }
    }

    private void Block(int rows, ref T x, ref T panel, ref T y, int stride, int depth, bool adds)
    {
        switch (rows)
        {
            case 1: One(ref x, ref panel, ref y, depth, adds); break;
            case 2: Two(ref x, ref panel, ref y, stride, depth, adds); break;
            default: Six(ref x, ref panel, ref y, stride, depth, adds); break;
        }
    }

    private static void One(ref T x, ref T panel, ref T y, int depth, bool adds)
    {
        Vector256<T> a0 = default, a1 = default, c0 = default, c1 = default;
        int k = 0;

        // Two chains, that the additions do not wait for each other.
        for (; k + 1 < depth; k += 2)
        {
            Vector256<T> value = Vector256.Create(Unsafe.Add(ref x, k));
            Vector256<T> next = Vector256.Create(Unsafe.Add(ref x, k + 1));
            ref T at = ref Unsafe.Add(ref panel, k * Width);
            a0 = Fused(value, Vector256.LoadUnsafe(ref at), a0);
            a1 = Fused(value, Vector256.LoadUnsafe(ref at, (nuint)Vector256<T>.Count), a1);
            c0 = Fused(next, Vector256.LoadUnsafe(ref at, (nuint)(2 * Vector256<T>.Count)), c0);
            c1 = Fused(next, Vector256.LoadUnsafe(ref at, (nuint)(3 * Vector256<T>.Count)), c1);
        }

        if (k < depth)
        {
            Vector256<T> value = Vector256.Create(Unsafe.Add(ref x, k));
            a0 = Fused(value, Vector256.LoadUnsafe(ref Unsafe.Add(ref panel, k * Width)), a0);
            a1 = Fused(value, Vector256.LoadUnsafe(ref Unsafe.Add(ref panel, k * Width + Vector256<T>.Count)), a1);
        }

        Store(ref y, a0 + c0, a1 + c1, adds);
    }

    private void Two(ref T x, ref T panel, ref T y, int stride, int depth, bool adds)
    {
        Vector256<T> a0 = default, a1 = default, b0 = default, b1 = default;
        ref T second = ref Unsafe.Add(ref x, Rows);
        for (int k = 0; k < depth; k++)
        {
            Vector256<T> p0 = Vector256.LoadUnsafe(ref panel);
            Vector256<T> p1 = Vector256.LoadUnsafe(ref panel, (nuint)Vector256<T>.Count);
            Vector256<T> value = Vector256.Create(Unsafe.Add(ref x, k));
            a0 = Fused(value, p0, a0);
            a1 = Fused(value, p1, a1);
            value = Vector256.Create(Unsafe.Add(ref second, k));
            b0 = Fused(value, p0, b0);
            b1 = Fused(value, p1, b1);
            panel = ref Unsafe.Add(ref panel, Width);
        }

        Store(ref y, a0, a1, adds);
        Store(ref Unsafe.Add(ref y, stride), b0, b1, adds);
    }

    private void Six(ref T x, ref T panel, ref T y, int stride, int depth, bool adds)
    {
        Vector256<T> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        Vector256<T> d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        nint length = Rows;
        ref T x3 = ref Unsafe.Add(ref x, 3 * length);
        for (nint k = 0; k < depth; k++)
        {
            Vector256<T> p0 = Vector256.LoadUnsafe(ref panel);
            Vector256<T> p1 = Vector256.LoadUnsafe(ref panel, (nuint)Vector256<T>.Count);
            Vector256<T> value = Vector256.Create(x);
            a0 = Fused(value, p0, a0);
            a1 = Fused(value, p1, a1);
            value = Vector256.Create(Unsafe.Add(ref x, length));
            b0 = Fused(value, p0, b0);
            b1 = Fused(value, p1, b1);
            value = Vector256.Create(Unsafe.Add(ref x, 2 * length));
            c0 = Fused(value, p0, c0);
            c1 = Fused(value, p1, c1);
            value = Vector256.Create(x3);
            d0 = Fused(value, p0, d0);
            d1 = Fused(value, p1, d1);
            value = Vector256.Create(Unsafe.Add(ref x3, length));
            e0 = Fused(value, p0, e0);
            e1 = Fused(value, p1, e1);
            value = Vector256.Create(Unsafe.Add(ref x3, 2 * length));
            f0 = Fused(value, p0, f0);
            f1 = Fused(value, p1, f1);
            panel = ref Unsafe.Add(ref panel, Width);
            x = ref Unsafe.Add(ref x, 1);
            x3 = ref Unsafe.Add(ref x3, 1);
        }

        Store(ref y, a0, a1, adds);
        Store(ref Unsafe.Add(ref y, stride), b0, b1, adds);
        Store(ref Unsafe.Add(ref y, 2 * stride), c0, c1, adds);
        Store(ref Unsafe.Add(ref y, 3 * stride), d0, d1, adds);
        Store(ref Unsafe.Add(ref y, 4 * stride), e0, e1, adds);
        Store(ref Unsafe.Add(ref y, 5 * stride), f0, f1, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref T y, Vector256<T> low, Vector256<T> high, bool adds)
    {
        if (adds)
        {
            low += Vector256.LoadUnsafe(ref y);
            high += Vector256.LoadUnsafe(ref y, (nuint)Vector256<T>.Count);
        }

        low.StoreUnsafe(ref y);
        high.StoreUnsafe(ref y, (nuint)Vector256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fused(Vector256<T> left, Vector256<T> right, Vector256<T> sum) => typeof(T) == typeof(float)
        ? Vector256.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector256.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), sum.AsDouble()).As<double, T>();
}
