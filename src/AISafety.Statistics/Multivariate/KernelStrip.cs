namespace AISafety.Statistics;

/// <summary>Sums of the Gaussian kernel between a panel's rows, as lanes, and the rows that a labelling marks, for many labellings at once.</summary>
/// <remarks>Kernel values are made a block at a time and used while they are in the nearest cache, so that memory is in proportion to rows and labellings, never to pairs.</remarks>
internal readonly ref struct KernelStrip
{
    // Up to here |a|^2 + |b|^2 - 2 a b, over 2 sigma^2, should be right to about 1e-13: an interpolation, for it was measured at other bounds only.
    private const double LargestExponent = 16;

    private readonly Labellings _labellings;
    private readonly double _factor;
    private readonly double _largeNorms;
    private readonly AlignedScratch _scratch;
    private readonly Span<double> _block;
    private readonly Span<double> _tables;

    public KernelStrip(scoped in Labellings labellings, double bandwidth)
    {
        _labellings = labellings;

        // Finite, so that a distance of 0 gives 1 for any bandwidth.
        _factor = Math.Max(-0.5 / bandwidth / bandwidth, -double.MaxValue);
        _largeNorms = LargeNorms(bandwidth);
        int width = RowPanels.Width;
        int block = LabelledSums.BlockRows * width;
        int tables = LabelledSums.TableLength(width);
        _scratch = AlignedScratch.Rent(checked(block + tables + labellings.Count * width));
        _block = _scratch.Values[..block];
        _tables = _scratch.Values.Slice(block, tables);
        Sums = _scratch.Values[(block + tables)..];
    }

    /// <summary>Up to which sum of two squared norms a squared distance may be had from their product.</summary>
    public static double LargeNorms(double bandwidth) => 2 * LargestExponent * bandwidth * bandwidth;

    /// <summary>For each labelling a sum for each lane.</summary>
    public Span<double> Sums { get; }

    /// <summary>Adds all rows of a sample, each with every lane.</summary>
    /// <param name="lanes">Where the lanes' panel is.</param>
    /// <param name="panel">Which.</param>
    /// <param name="rows">The sample.</param>
    /// <param name="ofReference">Whether the labellings know it as the reference.</param>
    /// <param name="known">The squared distances, tile after tile, if they are known; else empty.</param>
    /// <returns>The known distances that are left.</returns>
    public ReadOnlySpan<double> AddAll(scoped in RowPanels lanes, int panel, scoped in RowPanels rows, bool ofReference, ReadOnlySpan<double> known = default) =>
        Add(lanes, panel, rows, rows.Panels, ofReference, known);

    /// <summary>Adds the lanes' own sample: each row with the lanes after it.</summary>
    public ReadOnlySpan<double> AddOwn(scoped in RowPanels lanes, int panel, bool ofReference, ReadOnlySpan<double> known = default) =>
        Add(lanes, panel, lanes, panel + 1, ofReference, known, panel);

    public void Dispose() => _scratch.Dispose();

    private ReadOnlySpan<double> Add(
        scoped in RowPanels lanes, int panel, scoped in RowPanels rows, int end, bool ofReference, ReadOnlySpan<double> known, int own = -1)
    {
        int width = RowPanels.Width;
        int tileLength = width * width;
        int panelsAtOnce = LabelledSums.BlockRows / width;
        int rowsAtOnce = LabelledSums.RowsAtOnce(_labellings.GroupSize);
        for (int start = 0; start < end; start += panelsAtOnce)
        {
            int panels = Math.Min(panelsAtOnce, end - start);
            Span<double> values = _block[..(panels * tileLength)];
            if (known.IsEmpty)
            {
                for (int j = 0; j < panels; j++)
                {
                    Span<double> tile = values.Slice(j * tileLength, tileLength);
                    lanes.SquaredDistances(panel, rows, start + j, _largeNorms, tile);
                    if (start + j == own)
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

            int used = (panels * width + rowsAtOnce - 1) / rowsAtOnce * rowsAtOnce * width;
            _block[values.Length..used].Clear();
            LabelledSums.Add(_block[..used], _labellings.Codes(ofReference, start / panelsAtOnce), _labellings.GroupSize, _tables, Sums);
        }

        return known;
    }
}
