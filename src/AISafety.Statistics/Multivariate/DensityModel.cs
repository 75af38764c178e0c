using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>What <see cref="DensityDifference"/> knows of a reference before it sees the other sample: centres, the factor of their overlaps, and for each labelling the features' sums.</summary>
internal readonly struct DensityModel : IDisposable
{
    private readonly DensitySettings _settings;
    private readonly int _count;
    private readonly RowPanels _centers;
    private readonly Labellings _labellings;
    private readonly double[] _memory;
    private readonly bool _rented;

    private DensityModel(in DensitySettings settings, int count, RowPanels centers, bool keep)
    {
        _settings = settings;
        _count = count;
        _centers = centers;
        _labellings = Labellings.Deal(count - centers.Count, settings.CurrentCount, settings.Permutations, settings.Seed, keep);
        int length = checked(centers.Dimension + centers.Count * (centers.Count + 1) + centers.Panels * RowPanels.Width * _labellings.Count);
        _memory = keep ? new double[length] : ArrayPool<double>.Shared.Rent(length);
        _rented = !keep;
    }

    public int Count => _count;

    public int Dimension => _centers.Dimension;

    public DensitySettings Settings => _settings;

    // What is taken from every row.
    private Span<double> Center => _memory.AsSpan(0, Dimension);

    // The features of each centre, summed over all centres.
    private Span<double> CenterSums => _memory.AsSpan(Dimension, _centers.Count);

    private Span<double> Factor => _memory.AsSpan(Dimension + _centers.Count, _centers.Count * _centers.Count);

    // For each panel of centres, each labelling and each centre: its features, summed over the reference's marked rows that are no centres.
    private Span<double> ReferenceSums =>
        _memory.AsSpan(Dimension + _centers.Count * (_centers.Count + 1), _centers.Panels * RowPanels.Width * _labellings.Count);

    /// <summary>Takes a reference that has been checked.</summary>
    public static DensityModel Of<T>(ReadOnlySpan<T> reference, int dimension, in DensitySettings settings, bool keep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = reference.Length / dimension;

        // Half the rows are no centres, so that they can be dealt.
        int count = Math.Min(settings.Centers, (m + 1) / 2);
        RowPanels centers = RowPanels.Room(count, dimension, keep);
        using RowPanels others = RowPanels.Room(m - count, dimension);
        DensityModel model = new(settings, m, centers, keep);
        FiniteRows.FillCenter(reference, model.Center);
        for (int row = 0, place = 0; row < m; row++)
        {
            ReadOnlySpan<T> values = reference.Slice(row * dimension, dimension);
            if (place < count && row == (int)((long)place * m / count))
            {
                centers.Put(place++, values, model.Center);
            }
            else
            {
                others.Put(row - place, values, model.Center);
            }
        }

        centers.Close();
        others.Close();
        model.FillFactor();
        model.SumFeatures(others, model._labellings, true, model.ReferenceSums);
        return model;
    }

    /// <summary>Compares a sample that has been checked.</summary>
    public DensityDifferenceResult Compare<T>(ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = _centers.Count;
        using RowPanels rows = RowPanels.Of(current, Dimension, Center);

        // Of any number of rows there is nothing to deal.
        bool isDealt = _settings.CurrentCount > 0;
        Labellings labellings = isDealt ? _labellings : Labellings.Deal(0, rows.Count, 0, 0);
        int length = _centers.Panels * RowPanels.Width * labellings.Count;
        double[] scratch = ArrayPool<double>.Shared.Rent(length + 2 * size);
        Span<double> sums = scratch.AsSpan(0, length);
        Span<double> h = scratch.AsSpan(length, size);
        Span<double> weights = scratch.AsSpan(length + size, size);
        SumFeatures(rows, labellings, false, sums);
        for (int c = 0; c < size; c++)
        {
            h[c] = (CenterSums[c] + At(ReferenceSums, _labellings.Count, Labellings.All, c)) / _count - At(sums, labellings.Count, Labellings.All, c) / rows.Count;
        }

        double own = Estimate(h, weights);
        int larger = isDealt ? CountAsLarge(own, rows.Count, sums, h, weights) : 0;
        ArrayPool<double>.Shared.Return(scratch);
        if (!isDealt)
        {
            labellings.Dispose();
        }

        // From units of (pi sigma^2)^(d/2): features and weights scale by its root's inverse each.
        double sigma = _settings.Bandwidth;
        int permutations = _settings.Permutations;
        double inUnitsOfSpace = own == 0 ? 0 : Math.Exp(Math.Log(own) - 0.5 * Dimension * Math.Log(Math.PI * sigma * sigma));
        return new(inUnitsOfSpace, permutations == 0 ? double.NaN : (1.0 + larger) / (1.0 + permutations), permutations);
    }

    public void Dispose()
    {
        if (_rented)
        {
            ArrayPool<double>.Shared.Return(_memory);
        }

        _centers.Dispose();
        _labellings.Dispose();
    }

    private static double At(ReadOnlySpan<double> sums, int labellings, int labelling, int center)
    {
        (int panel, int lane) = Math.DivRem(center, RowPanels.Width);
        return sums[(panel * labellings + labelling) * RowPanels.Width + lane];
    }

    // The overlap of two centres' Gaussians is the square root of one's feature at the other.
    private void FillFactor()
    {
        int width = RowPanels.Width;
        int size = _centers.Count;
        double quarter = Math.Max(-0.25 / _settings.Bandwidth / _settings.Bandwidth, -double.MaxValue);
        using AlignedScratch tile = AlignedScratch.Rent(width * width);
        CenterSums.Clear();
        for (int lane = 0; lane < size; lane += width)
        {
            for (int row = 0; row < size; row += width)
            {
                _centers.SquaredDistances(lane / width, _centers, row / width, KernelStrip.LargeNorms(_settings.Bandwidth), tile.Values);
                GaussianKernel.Apply(tile.Values, quarter, tile.Values);
                CopyOverlaps(tile.Values, row, lane);
            }
        }

        Cholesky.Factor(Factor, _settings.Regularization, Factor, size);
    }

    private void CopyOverlaps(ReadOnlySpan<double> tile, int firstRow, int firstLane)
    {
        int width = RowPanels.Width;
        int size = _centers.Count;
        int lanes = Math.Min(width, size - firstLane);
        Span<double> sums = CenterSums.Slice(firstLane, lanes);
        for (int row = 0; row < width && firstRow + row < size; row++)
        {
            ReadOnlySpan<double> overlaps = tile.Slice(row * width, lanes);
            overlaps.CopyTo(Factor.Slice((firstRow + row) * size + firstLane, lanes));
            TensorPrimitives.MultiplyAdd(overlaps, overlaps, sums, sums);
        }
    }

    private void SumFeatures(in RowPanels rows, in Labellings labellings, bool ofReference, Span<double> sums)
    {
        using KernelStrip strip = new(labellings, _settings.Bandwidth);
        for (int panel = 0; panel < _centers.Panels; panel++)
        {
            strip.Sums.Clear();
            strip.AddAll(_centers, panel, rows, ofReference);
            strip.Sums.CopyTo(sums[(panel * strip.Sums.Length)..]);
        }
    }

    private int CountAsLarge(double own, double n, ReadOnlySpan<double> currentSums, Span<double> h, Span<double> weights)
    {
        // A deal that is the samples' own up to its order must not lose to it by rounding: in proportion, or of features that are all equal.
        double asLarge = own * (1 - 1e-9) - 1e-24;
        int larger = 0;
        for (int labelling = Labellings.Fixed; labelling < _labellings.Count; labelling++)
        {
            for (int c = 0; c < h.Length; c++)
            {
                double all = At(ReferenceSums, _labellings.Count, Labellings.All, c) + At(currentSums, _labellings.Count, Labellings.All, c);
                double marked = At(ReferenceSums, _labellings.Count, labelling, c) + At(currentSums, _labellings.Count, labelling, c);
                double dealt = _labellings.MarksReference ? marked : all - marked;
                h[c] = (CenterSums[c] + dealt) / _count - (all - dealt) / n;
            }

            larger += Estimate(h, weights) >= asLarge ? 1 : 0;
        }

        return larger;
    }

    // 2 w h - w H w = w h + lambda w w, for w solves (H + lambda I) w = h.
    private double Estimate(ReadOnlySpan<double> h, Span<double> weights)
    {
        h.CopyTo(weights);
        Cholesky.Solve(Factor, weights);
        return Math.Max(0, TensorPrimitives.Dot(h, weights) + _settings.Regularization * TensorPrimitives.SumOfSquares<double>(weights));
    }
}
