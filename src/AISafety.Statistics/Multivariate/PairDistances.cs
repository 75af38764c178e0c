using System.Buffers;

namespace AISafety.Statistics;

/// <summary>The squared distances of all pairs of rows of two samples, in the order in which <see cref="KernelSums"/> takes them; what is no pair is NaN.</summary>
internal readonly struct PairDistances : IDisposable
{
    private readonly double[] _rented;
    private readonly int _length;

    private PairDistances(double[] rented, int length)
    {
        _rented = rented;
        _length = length;
    }

    public ReadOnlySpan<double> Values => _rented.AsSpan(0, _length);

    public static PairDistances Of(in RowPanels reference, in RowPanels current, double largeNorms)
    {
        int strips = reference.Panels + current.Panels;
        int tileLength = RowPanels.Width * RowPanels.Width;
        int length = checked(strips * (strips + 1) / 2 * tileLength);
        double[] rented = ArrayPool<double>.Shared.Rent(length);
        int at = 0;
        for (int strip = 0; strip < strips; strip++)
        {
            bool ofReference = strip < reference.Panels;
            RowPanels lanes = ofReference ? reference : current;
            int lane = ofReference ? strip : strip - reference.Panels;
            for (int j = 0; j <= strip; j++, at += tileLength)
            {
                bool isReference = j < reference.Panels;
                RowPanels rows = isReference ? reference : current;
                int row = isReference ? j : j - reference.Panels;
                Span<double> tile = rented.AsSpan(at, tileLength);
                lanes.SquaredDistances(lane, rows, row, largeNorms, tile);
                LeaveOutRest(tile, lanes.Count - lane * RowPanels.Width, rows.Count - row * RowPanels.Width);
                if (j == strip)
                {
                    LeaveOutPairsTwice(tile);
                }
            }
        }

        return new(rented, length);
    }

    /// <summary>Leaves each pair of a panel with itself once, and no row with itself.</summary>
    public static void LeaveOutPairsTwice(Span<double> tile)
    {
        int width = RowPanels.Width;
        for (int row = 0; row < width; row++)
        {
            tile.Slice(row * width, row + 1).Fill(double.NaN);
        }
    }

    public void Dispose() => ArrayPool<double>.Shared.Return(_rented);

    private static void LeaveOutRest(Span<double> tile, int lanes, int rows)
    {
        int width = RowPanels.Width;
        if (rows < width)
        {
            tile[(rows * width)..].Fill(double.NaN);
        }

        for (int row = 0; lanes < width && row < width; row++)
        {
            tile.Slice(row * width, width)[lanes..].Fill(double.NaN);
        }
    }
}
