using AISafety.Statistics;

namespace AISafety.Profiles;

/// <summary>Takes rows one by one, and sums them up feature by feature, in blocks that stay in the cache.</summary>
internal sealed class ProfileFitter
{
    private const int MostRows = 1024;
    private const int CellsAtOnce = 64 * 1024;
    private const int RowsBetweenReports = 10_000;

    private readonly ReferenceProfileOptions _options;
    private readonly IProgress<long>? _progress;
    private readonly FeatureTally[] _tallies;
    private readonly (int Place, int Count)[] _categories;
    private readonly RowSample _sample;
    private readonly int _width;
    private readonly float[] _block;
    private readonly float[] _column;
    private int _rows;

    public ProfileFitter(IReadOnlyList<Feature> features, int inputs, ReferenceProfileOptions options, IProgress<long>? progress)
    {
        ReferenceProfileOptions.Check(options, features.Count);
        (_options, _progress, _width) = (options, progress, features.Count);

        // A sketch's random choices differ from part to part and from feature to feature.
        ulong start = SplitMix64.Mix(SplitMix64.Mix((ulong)(uint)options.Seed) + (ulong)options.FirstRow);
        _tallies = [.. features.Select((feature, i) => new FeatureTally(feature, i >= inputs, options.SketchSize, (int)SplitMix64.Mix(start + (ulong)i)))];
        _categories = [.. features.Index().Where(one => one.Item.Kind == FeatureKind.Categorical).Select(one => (one.Index, one.Item.Categories.Count))];
        _sample = new(_width, options.SampleSize, options.Seed);
        _column = new float[Math.Clamp(CellsAtOnce / _width, 16, MostRows)];
        _block = new float[_column.Length * _width];
    }

    /// <summary>How many rows were taken.</summary>
    public long Count { get; private set; }

    /// <summary>Where the next row is written, before it is taken.</summary>
    public Span<float> Next => _block.AsSpan(_rows * _width, _width);

    /// <summary>Takes the row that was written to <see cref="Next"/>.</summary>
    public void Take()
    {
        Span<float> row = Next;
        foreach ((int place, int count) in _categories)
        {
            float code = row[place];
            bool isKnown = code >= 0 && code < count && code == MathF.Floor(code);
            row[place] = isKnown || float.IsNaN(code) ? code : Feature.Unseen;
        }

        _sample.Offer(checked(_options.FirstRow + Count), row);
        Count++;
        if (++_rows == _column.Length)
        {
            Sum();
        }

        if (Count % RowsBetweenReports == 0)
        {
            _progress?.Report(Count);
        }
    }

    /// <summary>The profile of all rows taken.</summary>
    /// <exception cref="SafetyBuildException">There is none.</exception>
    public ReferenceProfile Finish()
    {
        if (Count == 0)
        {
            throw new SafetyBuildException("There is no row to fit a reference profile from; expected at least one.");
        }

        Sum();
        if (Count % RowsBetweenReports != 0)
        {
            _progress?.Report(Count);
        }

        (long[] numbers, float[] columns) = _sample.Finish();
        FeatureSummary[] summaries = [.. _tallies.Select(tally => tally.Summarize())];
        return new(_options, summaries, [new(_options.FirstRow, _options.FirstRow + Count)], numbers, columns);
    }

    private void Sum()
    {
        Span<float> column = _column.AsSpan(0, _rows);
        for (int feature = 0; feature < _width; feature++)
        {
            ReadOnlySpan<float> from = _block.AsSpan(feature);
            for (int row = 0; row < column.Length; row++)
            {
                column[row] = from[row * _width];
            }

            _tallies[feature].Add(column);
        }

        _rows = 0;
    }
}
