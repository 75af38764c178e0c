using AISafety.Profiles;
using AISafety.Statistics;

namespace AISafety;

/// <summary>What a model's inputs (and outputs) were like where it was known to work: fitted once, shipped next to the model, and what monitors and guards compare with.</summary>
/// <remarks>
/// <para>Over all rows it knows counts, moments, quantiles within the sketch's error, and the counts of categories. A uniform sample of rows is kept for exact tests; all else is derived
/// from the sample on first use: bins, sorted values, covariance, principal components.</para>
/// <para>Immutable: one instance serves any number of threads. It holds rows of the data it was fitted from, in memory and in its file: protect both as that data.</para>
/// </remarks>
public sealed partial class ReferenceProfile
{
    private readonly FeatureSummary[] _summaries;
    private readonly RowRange[] _ranges;
    private readonly long[] _sampleIndex;
    private readonly float[] _columns;
    private readonly double[] _means;
    private readonly int[] _numericInputs;
    private readonly Lazy<SampleCovariance> _covariance;
    private readonly Lazy<PrincipalComponents?> _components;

    internal ReferenceProfile(ReferenceProfileOptions options, FeatureSummary[] summaries, RowRange[] ranges, long[] sampleIndex, float[] columns)
    {
        (Options, _summaries, _ranges, _sampleIndex, _columns) = (options, summaries, ranges, sampleIndex, columns);
        RowCount = ranges.Sum(range => range.Count);
        Features = Array.AsReadOnly<FeatureProfile>([.. summaries.Select((summary, i) =>
            new FeatureProfile(summary, columns.AsMemory(i * sampleIndex.Length, sampleIndex.Length), options.Bins))]);
        InputCount = summaries.Count(summary => !summary.IsOutput);
        _means = [.. summaries.Select(summary => summary.Moments.Mean)];
        _numericInputs = [.. Enumerable.Range(0, InputCount).Where(i => summaries[i].Feature.Kind != FeatureKind.Categorical)];
        _covariance = new(() => SampleCovariance.Of(this));
        _components = new(() => _covariance.Value.Components());
    }

    /// <summary>The features in the order of the row: the input's, then the output's.</summary>
    public IReadOnlyList<FeatureProfile> Features { get; }

    /// <summary>How many features are the input's; they come first.</summary>
    public int InputCount { get; }

    /// <summary>How it was fitted; <see cref="ReferenceProfileOptions.FirstRow"/> is the least number of a row.</summary>
    public ReferenceProfileOptions Options { get; }

    /// <summary>How many rows it was fitted from; at least 1.</summary>
    public long RowCount { get; }

    /// <summary>How many rows are kept: <see cref="ReferenceProfileOptions.SampleSize"/>, or all if there are fewer.</summary>
    public int SampleCount => _sampleIndex.Length;

    /// <summary>The numbers of the kept rows, ascending; counted from <see cref="ReferenceProfileOptions.FirstRow"/>.</summary>
    public ReadOnlySpan<long> SampleIndex => _sampleIndex;

    /// <summary>Each feature's mean over all rows; NaN for a category, and where all are missing.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>The places of the input's features that are numbers: those that <see cref="Covariance"/> and <see cref="Components"/> are about, in their order.</summary>
    public ReadOnlySpan<int> NumericInputs => _numericInputs;

    /// <summary>The covariance of <see cref="NumericInputs"/> in the sample, shrunk by <see cref="CovarianceEstimate.StandardizedLedoitWolf"/>.</summary>
    /// <remarks>A missing or infinite cell is taken for the mean of its feature's finite values in the sample (0 if there is none), which lowers the variance of a feature of which many are
    /// missing. Null if there is no numeric input or fewer than two rows are kept.</remarks>
    public CovarianceEstimate? Covariance => _covariance.Value.Estimate;

    /// <summary>The principal components of <see cref="Covariance"/>, each feature measured by its standard deviation; null where that is null.</summary>
    /// <remarks>A feature without two different finite values in the sample is constant: it has no part in them.</remarks>
    public PrincipalComponents? Components => _components.Value;

    internal IReadOnlyList<RowRange> Ranges => _ranges;

    /// <summary>The kept rows, column after column.</summary>
    internal ReadOnlySpan<float> SampleColumns => _columns;

    internal IReadOnlyList<FeatureSummary> Summaries => _summaries;

    /// <summary>The kept rows' values of one feature, in the order in which the rows came; NaN is missing, <see cref="Feature.Unseen"/> an unseen category.</summary>
    /// <param name="feature">The feature's place in <see cref="Features"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public ReadOnlySpan<float> SampleColumn(int feature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, Features.Count);
        return _columns.AsSpan(feature * SampleCount, SampleCount);
    }

    /// <summary>Copies one kept row.</summary>
    /// <param name="row">0 to <see cref="SampleCount"/> - 1.</param>
    /// <param name="cells">Takes a number for each of <see cref="Features"/>; where it is shorter, of the first ones, such as <see cref="InputCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException"><paramref name="cells"/> is longer than there are features.</exception>
    public void SampleRow(int row, Span<float> cells)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, SampleCount);
        if (cells.Length > Features.Count)
        {
            throw new ArgumentException($"There is room for {cells.Length} numbers; expected at most {Features.Count}, one for each feature.", nameof(cells));
        }

        for (int feature = 0; feature < cells.Length; feature++)
        {
            cells[feature] = _columns[feature * SampleCount + row];
        }
    }

    /// <summary>The place of a feature in <see cref="Features"/>.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = Array.FindIndex(_summaries, summary => summary.Feature.Name == name);
        return index >= 0
            ? index
            : throw new ArgumentException($"The reference profile has no feature called '{name}'. It has: {string.Join(", ", _summaries.Take(8).Select(summary => summary.Feature.Name))}{(_summaries.Length > 8 ? ", ..." : "")}.", nameof(name));
    }
}
