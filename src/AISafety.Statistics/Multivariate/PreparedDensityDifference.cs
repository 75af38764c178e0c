using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A reference prepared for the <see cref="DensityDifference"/>: its centres, the factor of their overlaps, and its rows' features are made once, for the labellings of a permutation test too.</summary>
/// <remarks>
/// <para>A comparison reads none of the reference's rows but its centres. Its results are those of the unprepared test with the same settings, permutations and seed, up to rounding.</para>
/// <para>Every comparison uses the same labellings: each p-value is valid, those of several samples depend on one another. Immutable: one instance serves any number of threads.</para>
/// </remarks>
public sealed class PreparedDensityDifference
{
    private readonly DensityModel _model;

    private PreparedDensityDifference(DensityModel model) => _model = model;

    /// <summary>How many rows the reference has; at least 1.</summary>
    public int Count => _model.Count;

    /// <summary>How many values a row has; at least 1.</summary>
    public int Dimension => _model.Dimension;

    /// <summary>The Gaussians' sigma, in the unit of the values.</summary>
    public double Bandwidth => _model.Settings.Bandwidth;

    /// <summary>How many permutations a p-value rests on; 0 for none.</summary>
    public int Permutations => _model.Settings.Permutations;

    /// <summary>How many rows every current sample must have; 0 for any number.</summary>
    public int CurrentCount => _model.Settings.CurrentCount;

    /// <summary>Prepares a reference.</summary>
    /// <param name="reference">Rows, one after the other; at least one, finite.</param>
    /// <param name="bandwidth">Sigma, in the unit of the values, as from <see cref="MedianHeuristic"/>; more than 0, finite.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <param name="centers">How many centres at most; at least 1. No more than half the reference's rows, rounded up, become centres.</param>
    /// <param name="regularization">Lambda; more than 0, finite.</param>
    /// <param name="permutations">How many, for p-values; 0 for none, at most 100,000.</param>
    /// <param name="currentCount">How many rows every current sample will have; at least 1 with permutations, for these deal all rows. 0 for any number.</param>
    /// <param name="seed">Of the permutations.</param>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static PreparedDensityDifference Fit<T>(
        ReadOnlySpan<T> reference, double bandwidth, int dimension = 1, int centers = 100, double regularization = 0.001, int permutations = 0, int currentCount = 0, int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FiniteRows.Count(reference, dimension, nameof(reference));
        DensitySettings settings = DensitySettings.Checked(bandwidth, centers, regularization, permutations, currentCount, seed);
        return new(DensityModel.Of(reference, dimension, settings, keep: true));
    }

    internal DensityDifferenceResult Compare<T>(ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = FiniteRows.Count(current, Dimension, nameof(current));
        return CurrentCount == 0 || n == CurrentCount
            ? _model.Compare(current)
            : throw new ArgumentException($"There are {n} rows; expected {CurrentCount}, as the reference was prepared for.", nameof(current));
    }
}
