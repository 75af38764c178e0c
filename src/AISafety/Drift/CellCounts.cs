using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Counts the values of one feature in the cells that binned distances are taken over: bins or categories, then unseen, then missing.</summary>
internal sealed class CellCounts
{
    private readonly BinEdges<float>? _edges;
    private readonly int _known;

    public CellCounts(FeatureProfile feature)
    {
        IsCategorical = feature.Feature.Kind == FeatureKind.Categorical;
        _edges = IsCategorical ? null : feature.Bins;
        _known = IsCategorical ? feature.Feature.Categories.Count : _edges!.BinCount;
        Labels = LabelsOf(feature);
    }

    public bool IsCategorical { get; }

    /// <summary>How many cells there are: with one for unseen categories and one for missing values.</summary>
    public int Count => _known + 2;

    /// <summary>The cells' names.</summary>
    public string[] Labels { get; }

    public void Of(ReadOnlySpan<float> values, Span<long> counts)
    {
        counts.Clear();
        if (_edges is not null)
        {
            counts[^1] = _edges.Count(values, counts[.._known]);
            return;
        }

        foreach (float value in values)
        {
            int cell = float.IsNaN(value) ? Count - 1 : value >= 0 && value < _known ? (int)value : Count - 2;
            counts[cell]++;
        }
    }

    private string[] LabelsOf(FeatureProfile feature)
    {
        string[] labels = new string[Count];
        if (_edges is null)
        {
            for (int i = 0; i < _known; i++)
            {
                labels[i] = feature.Feature.Categories[i];
            }
        }
        else
        {
            ReadOnlySpan<float> edges = _edges.Edges;
            for (int i = 0; i < _known; i++)
            {
                labels[i] = edges.IsEmpty ? "all"
                    : i == 0 ? string.Create(CultureInfo.InvariantCulture, $"< {edges[0]:G4}")
                    : i == edges.Length ? string.Create(CultureInfo.InvariantCulture, $">= {edges[^1]:G4}")
                    : string.Create(CultureInfo.InvariantCulture, $"{edges[i - 1]:G4} to {edges[i]:G4}");
            }
        }

        labels[^2] = "unseen";
        labels[^1] = "missing";
        return labels;
    }
}
