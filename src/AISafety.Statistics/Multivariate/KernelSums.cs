using System.Buffers;

namespace AISafety.Statistics;

/// <summary>The Gaussian kernel's sums over pairs of rows, for many labellings at once.</summary>
internal readonly ref struct KernelSums
{
    private readonly Labellings _labellings;
    private readonly double[] _totals;
    private readonly KernelStrip _strip;

    public KernelSums(scoped in Labellings labellings, double bandwidth)
    {
        _labellings = labellings;
        _totals = ArrayPool<double>.Shared.Rent(2 * labellings.Count);
        _totals.AsSpan(0, 2 * labellings.Count).Clear();
        _strip = new(labellings, bandwidth);
    }

    /// <summary>For each labelling the sum over pairs of two marked rows.</summary>
    public Span<double> Within => _totals.AsSpan(0, _labellings.Count);

    /// <summary>For each labelling the sum over pairs of a marked row and any, those of two marked rows counted twice.</summary>
    public Span<double> Touching => _totals.AsSpan(_labellings.Count, _labellings.Count);

    /// <summary>Adds the pairs within the reference.</summary>
    /// <param name="reference">Its rows.</param>
    /// <param name="known">The squared distances, as <see cref="PairDistances"/> lays them out, if they are known; else empty.</param>
    /// <returns>The known distances that are left.</returns>
    public ReadOnlySpan<double> AddReference(scoped in RowPanels reference, ReadOnlySpan<double> known = default)
    {
        for (int i = 0; i < reference.Panels; i++)
        {
            _strip.Sums.Clear();
            known = _strip.AddOwn(reference, i, true, known);
            MarkedLanes.AddTo(_strip.Sums, _labellings.Lanes(true, i), Within, Touching);
        }

        return known;
    }

    /// <summary>Adds the pairs across, and those within the current sample.</summary>
    public void AddCurrent(scoped in RowPanels reference, scoped in RowPanels current, ReadOnlySpan<double> known = default)
    {
        for (int i = 0; i < current.Panels; i++)
        {
            _strip.Sums.Clear();
            known = _strip.AddAll(current, i, reference, true, known);
            known = _strip.AddOwn(current, i, false, known);
            MarkedLanes.AddTo(_strip.Sums, _labellings.Lanes(false, i), Within, Touching);
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
        // A labelling that is the samples' own up to its order, or that of equal rows, must not lose to it by rounding, which is in proportion to these sums.
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
        _strip.Dispose();
    }
}
