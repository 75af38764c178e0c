using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The squared length of W (x - centre) for a lower triangular W and one x: the rows of W in stripes of three vectors, each stripe column after column.</summary>
/// <remarks>A stripe ends with its last row's diagonal, so that of a large W about half is read. Even and odd columns have sums of their own, six in all, which do not wait for one another.</remarks>
internal static class WhiteningKernel
{
    /// <summary>How many rows a stripe has for one row at a time: three vectors. What fits into three short ones is done sooner with these, measured for 10 columns: 12.3 against 17.4 ns.</summary>
    public static int StripeOf(int d) => d > 3 * FourDoubles.Count ? StridedTile.Lanes : 3 * FourDoubles.Count;

    /// <summary>Brings a lower triangular matrix into stripes.</summary>
    /// <param name="lower">Row by row, d x d; what is above the diagonal is not read.</param>
    /// <param name="d">How many rows and columns.</param>
    /// <param name="stripe">How many rows a stripe has.</param>
    public static double[] Pack(ReadOnlySpan<double> lower, int d, int stripe)
    {
        int length = 0;
        for (int start = 0; start < d; start += stripe)
        {
            length += stripe * Math.Min(d, start + stripe);
        }

        double[] packed = new double[length];
        int at = 0;
        for (int start = 0; start < d; start += stripe)
        {
            for (int column = 0; column < Math.Min(d, start + stripe); column++, at += stripe)
            {
                for (int row = Math.Max(start, column); row < Math.Min(d, start + stripe); row++)
                {
                    packed[at + row - start] = lower[row * d + column];
                }
            }
        }

        return packed;
    }

    /// <summary>The squared lengths of some rows of a block.</summary>
    /// <param name="packed">The matrix in stripes of <see cref="StridedTile.Lanes"/>.</param>
    /// <param name="block">The rows less the centre.</param>
    /// <param name="squared">Takes one number for each row.</param>
    public static void SquaredLengths(ReadOnlySpan<double> packed, in CenteredBlock block, Span<double> squared)
    {
        int lanes = StridedTile.Lanes;
        int columns = block.Columns;
        squared.Clear();
        Span<double> last = stackalloc double[StridedTile.Rows];
        for (int row = 0; row < squared.Length; row += StridedTile.Rows)
        {
            ReadOnlySpan<double> rows = block.Values[(row * block.Stride)..];
            bool whole = squared.Length - row >= StridedTile.Rows;
            Span<double> own = whole ? squared.Slice(row, StridedTile.Rows) : last;
            int at = 0;
            for (int end = Math.Min(lanes, columns); at < packed.Length; at += lanes * end, end = Math.Min(end + lanes, columns))
            {
                StridedTile.Add<SquareSum>(packed[at..], lanes, rows, block.Stride, 1, end, own, 1);
            }

            if (!whole)
            {
                last[..(squared.Length - row)].CopyTo(squared[row..]);
            }
        }
    }

    /// <summary>The squared length; NaN if a value is NaN.</summary>
    /// <param name="packed">The matrix in stripes of <see cref="StripeOf"/>.</param>
    /// <param name="center">The centre.</param>
    /// <param name="row">As many values as the centre.</param>
    public static double SquaredLength<T>(ReadOnlySpan<double> packed, ReadOnlySpan<double> center, ReadOnlySpan<T> row)
        where T : struct, INumberBase<T> => StripeOf(row.Length) > 3 * FourDoubles.Count
            ? SquaredLength<T, EightDoubles, Vector512<double>>(packed, center, row)
            : SquaredLength<T, FourDoubles, Vector256<double>>(packed, center, row);

    private static double SquaredLength<T, TVectors, TVector>(ReadOnlySpan<double> packed, ReadOnlySpan<double> center, ReadOnlySpan<T> row)
        where T : struct, INumberBase<T>
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        ref double matrix = ref MemoryMarshal.GetReference(packed);
        ref double centers = ref MemoryMarshal.GetReference(center);
        ref T values = ref MemoryMarshal.GetReference(row);
        nuint count = (nuint)TVectors.Count;
        int columns = row.Length;
        TVector squares = default;
        nuint at = 0;
        for (int end = Math.Min(3 * TVectors.Count, columns); ; end = Math.Min(end + 3 * TVectors.Count, columns))
        {
            TVector a0 = default, a1 = default, a2 = default, b0 = default, b1 = default, b2 = default;
            int column = 0;
            for (; column + 1 < end; column += 2, at += 6 * count)
            {
                TVector x = TVectors.Of(double.CreateTruncating(Unsafe.Add(ref values, column)) - Unsafe.Add(ref centers, column));
                TVector y = TVectors.Of(double.CreateTruncating(Unsafe.Add(ref values, column + 1)) - Unsafe.Add(ref centers, column + 1));
                a0 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at), x, a0);
                a1 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + count), x, a1);
                a2 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + 2 * count), x, a2);
                b0 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + 3 * count), y, b0);
                b1 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + 4 * count), y, b1);
                b2 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + 5 * count), y, b2);
            }

            if (column < end)
            {
                TVector x = TVectors.Of(double.CreateTruncating(Unsafe.Add(ref values, column)) - Unsafe.Add(ref centers, column));
                a0 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at), x, a0);
                a1 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + count), x, a1);
                a2 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + 2 * count), x, a2);
                at += 3 * count;
            }

            a0 = TVectors.Add(a0, b0);
            a1 = TVectors.Add(a1, b1);
            a2 = TVectors.Add(a2, b2);
            squares = TVectors.MultiplyAdd(a0, a0, squares);
            squares = TVectors.MultiplyAdd(a1, a1, squares);
            squares = TVectors.MultiplyAdd(a2, a2, squares);
            if (at >= (nuint)packed.Length)
            {
                return TVectors.Sum(squares);
            }
        }
    }
}
