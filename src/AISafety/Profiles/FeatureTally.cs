using AISafety.Statistics;

namespace AISafety.Profiles;

/// <summary>Sums a feature up, a column of some rows at a time.</summary>
internal sealed class FeatureTally
{
    private readonly Feature _feature;
    private readonly bool _isOutput;
    private readonly KllSketch? _sketch;
    private readonly long[] _categories;
    private Moments _moments;
    private long _missing;
    private long _unseen;

    public FeatureTally(Feature feature, bool isOutput, int sketchSize, int sketchSeed)
    {
        (_feature, _isOutput) = (feature, isOutput);
        _sketch = feature.Kind == FeatureKind.Categorical ? null : new(sketchSize, sketchSeed);
        _categories = feature.Kind == FeatureKind.Categorical ? new long[feature.Categories.Count] : [];
    }

    public void Add(ReadOnlySpan<float> column)
    {
        if (_sketch is null)
        {
            AddCodes(column);
            return;
        }

        _moments = _moments.Merge(Moments.Of(column));
        foreach (float value in column)
        {
            _sketch.Update(value);
        }
    }

    public FeatureSummary Summarize() => _sketch is null
        ? new(_feature, _isOutput) { Count = _categories.Sum(), Missing = _missing, Unseen = _unseen, Categories = _categories }
        : new(_feature, _isOutput) { Count = _moments.Count, Missing = _moments.Missing, Moments = _moments, Sketch = _sketch };

    private void AddCodes(ReadOnlySpan<float> column)
    {
        foreach (float code in column)
        {
            if (float.IsNaN(code))
            {
                _missing++;
            }
            else if (code == Feature.Unseen)
            {
                _unseen++;
            }
            else
            {
                _categories[(int)code]++;
            }
        }
    }
}
