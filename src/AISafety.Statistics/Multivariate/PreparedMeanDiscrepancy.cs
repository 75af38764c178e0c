using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A reference prepared for the <see cref="MaximumMeanDiscrepancy"/>: its bandwidth is fixed, and the kernel's sums over its own pairs are made once, for the labellings of a permutation test too.</summary>
/// <remarks>
/// <para>A comparison then takes time in proportion to n (m + n) and not to (m + n)^2, m and n being the rows of the reference and of the current sample. Its results are those of
/// the unprepared test with the same bandwidth, permutations and seed, up to rounding.</para>
/// <para>Every comparison uses the same labellings: each p-value is valid, those of several samples depend on one another. Holds 8 bytes a value of the reference, and for p-values about
/// a byte for two rows of both samples and each permutation. Immutable: one instance serves any number of threads.</para>
/// </remarks>
public sealed class PreparedMeanDiscrepancy
{
    private readonly double[] _center;
    private readonly RowPanels _rows;
    private readonly Labellings _labellings;
    private readonly double[] _within;
    private readonly double[] _touching;

    private PreparedMeanDiscrepancy(double[] center, RowPanels rows, double bandwidth, int currentCount, int permutations, int seed)
    {
        _center = center;
        _rows = rows;
        Bandwidth = bandwidth;
        CurrentCount = currentCount;
        Permutations = permutations;
        _labellings = Labellings.Deal(rows.Count, currentCount, permutations, seed, keep: true);
        using KernelSums sums = new(_labellings, bandwidth);
        sums.AddReference(rows);
        _within = sums.Within.ToArray();
        _touching = sums.Touching.ToArray();
    }

    /// <summary>How many rows the reference has; at least 2.</summary>
    public int Count => _rows.Count;

    /// <summary>How many values a row has; at least 1.</summary>
    public int Dimension => _center.Length;

    /// <summary>The kernel's sigma, in the unit of the values.</summary>
    public double Bandwidth { get; }

    /// <summary>How many permutations a p-value rests on; 0 for none.</summary>
    public int Permutations { get; }

    /// <summary>How many rows every current sample must have; 0 for any number.</summary>
    public int CurrentCount { get; }

    /// <summary>Prepares a reference.</summary>
    /// <param name="reference">Rows, one after the other; at least two, finite.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <param name="bandwidth">Sigma, in the unit of the values; more than 0, finite. Null: the <see cref="MedianHeuristic"/> of the reference.</param>
    /// <param name="permutations">How many, for p-values; 0 for none, at most 100,000.</param>
    /// <param name="currentCount">How many rows every current sample will have; at least 2 with permutations, for these deal all rows. 0 for any number.</param>
    /// <param name="seed">Of the permutations.</param>
    /// <exception cref="ArgumentException">The reference has fewer than two rows or an incomplete one, a value is infinite or NaN, or half the pairs are equal and no bandwidth is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static PreparedMeanDiscrepancy Fit<T>(
        ReadOnlySpan<T> reference, int dimension = 1, double? bandwidth = null, int permutations = 0, int currentCount = 0, int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MaximumMeanDiscrepancy.RequirePermutations(permutations);
        FiniteRows.Count(reference, dimension, nameof(reference), 2);
        ArgumentOutOfRangeException.ThrowIfNegative(currentCount);
        if (currentCount == 1 || (currentCount == 0 && permutations > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(currentCount), currentCount, "Expected at least two rows, or 0 for any number if there are no permutations.");
        }

        double sigma = MaximumMeanDiscrepancy.RequireBandwidth(bandwidth ?? MedianHeuristic.Of(reference, dimension), bandwidth is not null);
        double[] center = new double[dimension];
        FiniteRows.FillCenter(reference, center);
        return new(center, RowPanels.Of(reference, dimension, center, keep: true), sigma, currentCount, permutations, seed);
    }

    internal MeanDiscrepancyResult Compare<T>(ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = FiniteRows.Count(current, Dimension, nameof(current), 2);
        if (CurrentCount != 0 && n != CurrentCount)
        {
            throw new ArgumentException($"There are {n} rows; expected {CurrentCount}, as the reference was prepared for.", nameof(current));
        }

        using RowPanels rows = RowPanels.Of(current, Dimension, _center);
        if (CurrentCount != 0)
        {
            using KernelSums prepared = new(_labellings, Bandwidth);
            _within.CopyTo(prepared.Within);
            _touching.CopyTo(prepared.Touching);
            return Finish(prepared, rows);
        }

        // Of any number of rows there is only their own labelling. The reference's pairs are marked, or not at all.
        using Labellings labellings = Labellings.Deal(Count, n, 0, 0);
        using KernelSums sums = new(labellings, Bandwidth);
        sums.Within[Labellings.All] = _within[Labellings.All];
        sums.Touching[Labellings.All] = _touching[Labellings.All];
        sums.Within[Labellings.Own] = labellings.MarksReference ? _within[Labellings.All] : 0;
        sums.Touching[Labellings.Own] = labellings.MarksReference ? _touching[Labellings.All] : 0;
        return Finish(sums, rows);
    }

    private MeanDiscrepancyResult Finish(in KernelSums sums, in RowPanels current)
    {
        sums.AddCurrent(_rows, current);
        return MaximumMeanDiscrepancy.Result(sums, Count, current.Count, Bandwidth, Permutations);
    }
}
