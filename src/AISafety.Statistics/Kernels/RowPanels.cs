using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Rows stored so that many are measured at once: in panels of three vectors' width, coordinate after coordinate. What is left of the last panel is zero.</summary>
internal readonly struct RowPanels : IDisposable
{
    // With so few coordinates differences cost no more than products.
    private const int ShortRow = 8;

    private readonly double[] _values;
    private readonly int _normsStart;
    private readonly bool _rented;

    private RowPanels(int count, int dimension, bool rented)
    {
        Count = count;
        Dimension = dimension;
        Panels = (count + Width - 1) / Width;
        _normsStart = checked(Panels * Width * dimension);
        _rented = rented;
        int length = checked(_normsStart + Panels * Width + Panels);
        _values = rented ? ArrayPool<double>.Shared.Rent(length) : new double[length];
        PanelOf(Panels - 1, _values, _normsStart, dimension).Clear();
    }

    /// <summary>How many rows a panel has: 12, or 24 with vectors of 512 bits.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 24 : 12;

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>How many coordinates a row has.</summary>
    public int Dimension { get; }

    /// <summary>How many panels there are.</summary>
    public int Panels { get; }

    /// <summary>The rows less a centre.</summary>
    /// <param name="rows">One after the other, finite; may be none.</param>
    /// <param name="dimension">How many coordinates a row has.</param>
    /// <param name="center">As many coordinates.</param>
    /// <param name="keep">Whether the memory is its own, for something that lives long; else it is rented until <see cref="Dispose"/>.</param>
    public static RowPanels Of<T>(ReadOnlySpan<T> rows, int dimension, ReadOnlySpan<double> center, bool keep = false)
        where T : struct, INumberBase<T>
    {
        RowPanels panels = new(rows.Length / dimension, dimension, !keep);
        for (int row = 0; row < panels.Count; row++)
        {
            panels.Put(row, rows.Slice(row * dimension, dimension), center);
        }

        panels.Close();
        return panels;
    }

    /// <summary>Room for rows, to be put one by one and then closed.</summary>
    public static RowPanels Room(int count, int dimension, bool keep = false) => new(count, dimension, !keep);

    public void Put<T>(int row, ReadOnlySpan<T> values, ReadOnlySpan<double> center)
        where T : struct, INumberBase<T>
    {
        int width = Width;
        Span<double> panel = PanelOf(row / width, _values, _normsStart, Dimension);
        for (int k = 0, place = row % width; k < values.Length; k++, place += width)
        {
            panel[place] = double.CreateTruncating(values[k]) - center[k];
        }
    }

    /// <summary>Puts one coordinate of all rows.</summary>
    public void PutCoordinate(int coordinate, ReadOnlySpan<double> values)
    {
        int width = Width;
        for (int panel = 0; panel < Panels; panel++)
        {
            ReadOnlySpan<double> part = values[(panel * width)..];
            part[..Math.Min(width, part.Length)].CopyTo(PanelOf(panel, _values, _normsStart, Dimension)[(coordinate * width)..]);
        }
    }

    /// <summary>Measures the rows' norms.</summary>
    public void Close()
    {
        for (int i = 0; i < Panels; i++)
        {
            Span<double> norms = _values.AsSpan(_normsStart + i * Width, Width);
            PanelTile.FillNorms(Panel(i), norms);
            double greatest = 0;
            foreach (double norm in norms)
            {
                greatest = Math.Max(greatest, norm);
            }

            _values[_normsStart + Panels * Width + i] = greatest;
        }
    }

    public ReadOnlySpan<double> Panel(int index) => PanelOf(index, _values, _normsStart, Dimension);

    /// <summary>The squared norms of a panel's rows.</summary>
    public ReadOnlySpan<double> Norms(int index) => _values.AsSpan(_normsStart + index * Width, Width);

    /// <summary>The greatest squared norm in a panel.</summary>
    public double GreatestNorm(int panel) => _values[_normsStart + Panels * Width + panel];

    /// <summary>The squared distances of this one's rows, as lanes, from the rows of another: for each row one value for each lane.</summary>
    /// <remarks>By |a|^2 + |b|^2 - 2 a b, whose rounding error is about a bit of |a|^2 + |b|^2: where these may sum to more than <paramref name="largeNorms"/>, and for short rows, by differences instead.</remarks>
    public void SquaredDistances(int panel, in RowPanels rows, int rowPanel, double largeNorms, Span<double> tile)
    {
        if (Dimension > ShortRow && GreatestNorm(panel) + rows.GreatestNorm(rowPanel) <= largeNorms)
        {
            PanelTile.Fill<DistanceByProduct>(Panel(panel), Norms(panel), rows.Panel(rowPanel), rows.Norms(rowPanel), tile);
        }
        else
        {
            PanelTile.Fill<DistanceByDifference>(Panel(panel), Norms(panel), rows.Panel(rowPanel), rows.Norms(rowPanel), tile);
        }
    }

    /// <summary>The products of this one's rows, as lanes, with the rows of another.</summary>
    public void Products(int panel, in RowPanels rows, int rowPanel, Span<double> tile) =>
        PanelTile.Fill<RowProduct>(Panel(panel), Norms(panel), rows.Panel(rowPanel), rows.Norms(rowPanel), tile);

    /// <summary>The products of this one's rows with a single row, the same bits as by tiles.</summary>
    /// <param name="row">As many coordinates.</param>
    /// <param name="products">Takes one product for each row of each panel, those of the rest being 0.</param>
    public void Products(ReadOnlySpan<double> row, Span<double> products) => PanelTile.FillRow(_values.AsSpan(0, _normsStart), row, products);

    public void Dispose()
    {
        if (_rented)
        {
            ArrayPool<double>.Shared.Return(_values);
        }
    }

    private static Span<double> PanelOf(int index, double[] values, int end, int dimension)
    {
        int length = Width * dimension;
        return index < 0 ? [] : values.AsSpan(0, end).Slice(index * length, length);
    }
}
