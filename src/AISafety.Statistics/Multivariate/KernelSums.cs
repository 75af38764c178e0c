using System.Buffers;

namespace AISafety.Statistics;

/// <summary>The Gaussian kernel's sums over pairs of rows, for many labellings at once. A strip of as many rows as a panel holds is taken against blocks of the rows before it: kernel values are used while
/// they are in the nearest cache, so that memory is in proportion to rows and labellings, never to pairs.</summary>
internal readonly ref struct KernelSums
{
    // Up to here |a|^2 + |b|^2 - 2 a b, over 2 sigma^2, is right to about 1e-14.
    private const double LargestExponent = 64;

    private readonly Labellings _labellings;
    private readonly double _factor;
    private readonly double _largeNorms;
    private readonly double[] _totals;
    private readonly AlignedScratch _scratch;
    private readonly Span<double> _block;
    private readonly Span<double> _tables;
    private readonly Span<double> _sums;

    public KernelSums(scoped in Labellings labellings, double bandwidth)
    {
        _labellings = labellings;

        // Finite, so that a distance of 0 gives 1 for any bandwidth.
        _factor = Math.Max(-0.5 / bandwidth / bandwidth, -double.MaxValue);
        _largeNorms = -LargestExponent / _factor;
        _totals = ArrayPool<double>.Shared.Rent(2 * labellings.Count);
        _totals.AsSpan(0, 2 * labellings.Count).Clear();
        int width = RowPanels.Width;
        int block = LabelledSums.BlockRows * width;
        int tables = LabelledSums.TableLength(width);
        _scratch = AlignedScratch.Rent(checked(block + tables + labellings.Count * width));
        _block = _scratch.Values[..block];
        _tables = _scratch.Values.Slice(block, tables);
        _sums = _scratch.Values[(block + tables)..];
    }

    /// <summary>For each labelling the sum over pairs of two marked rows.</summary>
    public Span<double> Within => _totals.AsSpan(0, _labellings.Count);

    /// <summary>For each labelling the sum over pairs of a marked row and any, those of two marked rows counted twice.</summary>
    public Span<double> Touching => _totals.AsSpan(_labellings.Count, _labellings.Count);

    /// <summary>Adds the pairs within the reference.</summary>
    /// <param name="reference">Its rows.</param>
    /// <param name="known">The distances of its pairs, if they are known, as <see cref="PairDistances"/> lays them out; else empty.</param>
    /// <returns>The known distances that are left.</returns>
    public ReadOnlySpan<double> AddReference(scoped in RowPanels reference, ReadOnlySpan<double> known = default)
    {
        for (int i = 0; i < reference.Panels; i++)
        {
            _sums.Clear();
            known = AddRows(reference, i, reference, true, true, known);
            MarkedLanes.AddTo(_sums, _labellings.Lanes(true, i), Within, Touching);
        }

        return known;
    }

    /// <summary>Adds the pairs across, and those within the current sample.</summary>
    public void AddCurrent(scoped in RowPanels reference, scoped in RowPanels current, ReadOnlySpan<double> known = default)
    {
        for (int i = 0; i < current.Panels; i++)
        {
            _sums.Clear();
            known = AddRows(current, i, reference, true, false, known);
            known = AddRows(current, i, current, false, true, known);
            MarkedLanes.AddTo(_sums, _labellings.Lanes(false, i), Within, Touching);
        }
    }

    /// <summary>The squared discrepancy by a labelling: unbiased, and biased.</summary>
    public (double Unbiased, double Biased) Discrepancy(int labelling, double m, double n)
    {
        double marked = _labellings.Marked;
        double others = m + n - marked;
        double first = Within[labelling];
        double across = Touching[labelling] - 2 * first;
        double second = Within[Labellings.All] - first - across;
        double unbiased = 2 * first / (marked * (marked - 1)) + 2 * second / (others * (others - 1)) - 2 * across / (m * n);
        double biased = (marked + 2 * first) / (marked * marked) + (others + 2 * second) / (others * others) - 2 * across / (m * n);
        return (unbiased, Math.Max(0, biased));
    }

    /// <summary>How many permutations have a discrepancy as large as the samples' own, up to rounding.</summary>
    public int CountAsLarge(double m, double n)
    {
        // A labelling that is the samples' own up to its order, or that of equal rows, must not lose to it by rounding: of sums this large.
        double rounding = 1e-12 * Within[Labellings.All] * (1 / (m * (m - 1)) + 1 / (n * (n - 1)));
        double asLarge = Discrepancy(Labellings.Own, m, n).Unbiased - rounding;
        int larger = 0;
        for (int labelling = Labellings.Fixed; labelling < _labellings.Count; labelling++)
        {
            larger += Discrepancy(labelling, m, n).Unbiased >= asLarge ? 1 : 0;
        }

        return larger;
    }

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_totals);
        _scratch.Dispose();
    }

    // A strip's lanes with all rows of a sample that lies before it, or with those of its own sample up to itself.
    private ReadOnlySpan<double> AddRows(scoped in RowPanels lanes, int strip, scoped in RowPanels rows, bool ofReference, bool own, ReadOnlySpan<double> known)
    {
        int width = RowPanels.Width;
        int tileLength = width * width;
        int end = own ? strip + 1 : rows.Panels;
        int panelsAtOnce = LabelledSums.BlockRows / width;
        for (int start = 0; start < end; start += panelsAtOnce)
        {
            int panels = Math.Min(panelsAtOnce, end - start);
            Span<double> values = _block[..(panels * tileLength)];
            if (known.IsEmpty)
            {
                for (int j = 0; j < panels; j++)
                {
                    Span<double> tile = values.Slice(j * tileLength, tileLength);
                    lanes.SquaredDistances(strip, rows, start + j, _largeNorms, tile);
                    if (own && start + j == strip)
                    {
                        PairDistances.LeaveOutPairsTwice(tile);
                    }
                }

                GaussianKernel.Apply(values, _factor, values);
            }
            else
            {
                GaussianKernel.Apply(known[..values.Length], _factor, values);
                known = known[values.Length..];
            }

            int rowsAtOnce = LabelledSums.RowsAtOnce(_labellings.GroupSize);
            int used = (panels * width + rowsAtOnce - 1) / rowsAtOnce * rowsAtOnce;
            _block[values.Length..(used * width)].Clear();
            LabelledSums.Add(_block[..(used * width)], _labellings.Codes(ofReference, start / panelsAtOnce), _labellings.GroupSize, _tables, _sums);
        }

        return known;
    }
}
