using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The squared length of W (x - centre) for a lower triangular W and one x: the rows of W in stripes of two vectors, each stripe column after column.</summary>
/// <remarks>A stripe ends with its last row's diagonal, so that about half of W is read. Even and odd columns have sums of their own, four in all, which do not wait for one another.</remarks>
internal static class WhiteningKernel
{
    private static int Stripe => Vector512.IsHardwareAccelerated ? 2 * EightDoubles.Count : 2 * FourDoubles.Count;

    /// <summary>Brings a lower triangular matrix into stripes.</summary>
    /// <param name="lower">Row by row, d x d; what is above the diagonal is not read.</param>
    /// <param name="d">How many rows and columns.</param>
    public static double[] Pack(ReadOnlySpan<double> lower, int d)
    {
        int stripe = Stripe;
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

    /// <summary>The squared length; NaN if a value is NaN.</summary>
    /// <param name="packed">The matrix in stripes.</param>
    /// <param name="center">The centre.</param>
    /// <param name="row">As many values as the centre.</param>
    public static double SquaredLength<T>(ReadOnlySpan<double> packed, ReadOnlySpan<double> center, ReadOnlySpan<T> row)
        where T : struct, INumberBase<T> => Vector512.IsHardwareAccelerated
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
        for (int end = Math.Min(2 * TVectors.Count, columns); ; end = Math.Min(end + 2 * TVectors.Count, columns))
        {
            TVector a0 = default, a1 = default, b0 = default, b1 = default;
            int column = 0;
            for (; column + 1 < end; column += 2, at += 4 * count)
            {
                TVector x = TVectors.Of(double.CreateTruncating(Unsafe.Add(ref values, column)) - Unsafe.Add(ref centers, column));
                TVector y = TVectors.Of(double.CreateTruncating(Unsafe.Add(ref values, column + 1)) - Unsafe.Add(ref centers, column + 1));
                a0 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at), x, a0);
                a1 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + count), x, a1);
                b0 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + 2 * count), y, b0);
                b1 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + 3 * count), y, b1);
            }

            if (column < end)
            {
                TVector x = TVectors.Of(double.CreateTruncating(Unsafe.Add(ref values, column)) - Unsafe.Add(ref centers, column));
                a0 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at), x, a0);
                a1 = TVectors.MultiplyAdd(TVectors.Load(ref matrix, at + count), x, a1);
                at += 2 * count;
            }

            a0 = TVectors.Add(a0, b0);
            a1 = TVectors.Add(a1, b1);
            squares = TVectors.MultiplyAdd(a0, a0, squares);
            squares = TVectors.MultiplyAdd(a1, a1, squares);
            if (at >= (nuint)packed.Length)
            {
                return TVectors.Sum(squares);
            }
        }
    }
}
