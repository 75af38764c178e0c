namespace AISafety.Drift;

/// <summary>A window's counts beside the reference's: histograms are made of them when somebody looks.</summary>
internal sealed class CellPair
{
    private readonly string[] _labels;
    private readonly long[] _reference;
    private readonly long[] _current;
    private HistogramPair? _histograms;

    /// <param name="labels">The cells' names.</param>
    /// <param name="reference">The reference's counts; kept, not copied.</param>
    /// <param name="current">The window's counts; kept, not copied.</param>
    public CellPair(string[] labels, long[] reference, long[] current) => (_labels, _reference, _current) = (labels, reference, current);

    public CellPair(HistogramPair histograms)
        : this([], [], []) => _histograms = histograms;

    /// <summary>Both as shares.</summary>
    public HistogramPair Histograms => _histograms ??= new(_labels, Shares(_reference), Shares(_current));

    private static double[] Shares(long[] counts)
    {
        double total = counts.Sum();
        return Array.ConvertAll(counts, count => count / total);
    }
}
