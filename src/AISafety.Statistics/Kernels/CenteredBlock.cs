using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Some rows less a centre, times a factor for each column, each row padded to whole tiles of lanes. Rented.</summary>
internal readonly ref struct CenteredBlock
{
    private readonly AlignedScratch _scratch;
    private readonly int _rows;

    // What precedes the rows: those as they come, with a vector of room behind them; then centre and factors, padded.
    private readonly int _centerStart;
    private readonly int _start;

    private CenteredBlock(int columns, int rows, int extra)
    {
        Columns = columns;
        _rows = rows;
        Stride = (columns + extra + StridedTile.Lanes - 1) / StridedTile.Lanes * StridedTile.Lanes;
        _centerStart = (rows * columns + 2 * EightDoubles.Count - 1) / EightDoubles.Count * EightDoubles.Count;
        _start = _centerStart + 2 * Stride;
        _scratch = AlignedScratch.Rent(checked(_start + rows * Stride));
        _scratch.Values.Clear();
    }

    public int Columns { get; }

    /// <summary>From a row to the next.</summary>
    public int Stride { get; }

    /// <summary>Where rows are put as they come, before they are centred.</summary>
    public Span<double> Raw => _scratch.Values[..(_rows * Columns)];

    /// <summary>The centred rows.</summary>
    public ReadOnlySpan<double> Values => _scratch.Values[_start..];

    private Span<double> Center => _scratch.Values.Slice(_centerStart, Stride);

    private Span<double> Factors => _scratch.Values.Slice(_centerStart + Stride, Stride);

    /// <summary>Room for rows.</summary>
    /// <param name="center">The centre.</param>
    /// <param name="factors">As many.</param>
    /// <param name="rows">For how many rows.</param>
    /// <param name="extra">How many places behind each row's values are in use.</param>
    public static CenteredBlock Rent(ReadOnlySpan<double> center, ReadOnlySpan<double> factors, int rows, int extra)
    {
        CenteredBlock block = new(center.Length, rows, extra);
        center.CopyTo(block.Center);
        factors.CopyTo(block.Factors);
        return block;
    }

    /// <summary>Centres the first rows of <see cref="Raw"/>.</summary>
    public void Fill(int rows)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Fill<EightDoubles, Vector512<double>>(rows, withLengths: false);
        }
        else
        {
            Fill<FourDoubles, Vector256<double>>(rows, withLengths: false);
        }
    }

    /// <summary>Centres the first rows of <see cref="Raw"/>, and puts behind each its squared length and a one. The rows must be finite.</summary>
    public void FillWithLengths(int rows)
    {
        // What is behind them may be left from rows that were dropped.
        _scratch.Values.Slice(rows * Columns, EightDoubles.Count).Clear();
        if (Vector512.IsHardwareAccelerated)
        {
            Fill<EightDoubles, Vector512<double>>(rows, withLengths: true);
        }
        else
        {
            Fill<FourDoubles, Vector256<double>>(rows, withLengths: true);
        }
    }

    public void Dispose() => _scratch.Dispose();

    // The last vector reads on into the next row, where the factors are 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill<TVectors, TVector>(int rows, bool withLengths)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        nuint columns = (nuint)Columns;
        nuint stride = (nuint)Stride;
        ref double from = ref MemoryMarshal.GetReference(_scratch.Values);
        ref double centers = ref Unsafe.Add(ref from, _centerStart);
        ref double factors = ref Unsafe.Add(ref centers, stride);
        ref double to = ref Unsafe.Add(ref factors, stride);
        for (int row = 0; row < rows; row++)
        {
            TVector squares = default;
            for (nuint i = 0; i < columns; i += (nuint)TVectors.Count)
            {
                TVector x = TVectors.Multiply(TVectors.Subtract(TVectors.Load(ref from, i), TVectors.Load(ref centers, i)), TVectors.Load(ref factors, i));
                TVectors.Store(x, ref to, i);
                if (withLengths)
                {
                    squares = TVectors.MultiplyAdd(x, x, squares);
                }
            }

            if (withLengths)
            {
                Unsafe.Add(ref to, columns) = TVectors.Sum(squares);
                Unsafe.Add(ref to, columns + 1) = 1;
            }

            from = ref Unsafe.Add(ref from, columns);
            to = ref Unsafe.Add(ref to, stride);
        }
    }
}
