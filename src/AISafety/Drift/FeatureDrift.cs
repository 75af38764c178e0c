using AISafety.Drift;

namespace AISafety;

/// <summary>How one feature of a window compares with the reference.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Metric">How it was compared.</param>
/// <param name="Distance">The distance, in the metric's unit; NaN if there was nothing to compare.</param>
/// <param name="PValue">The probability of as large a distance if nothing has changed; 1 if there was nothing to compare.</param>
public sealed record FeatureDrift(string Feature, DriftMetric Metric, double Distance, double PValue)
{
    /// <summary>The p-value adjusted for the number of features: drifted if it is at most the level.</summary>
    public double AdjustedPValue { get; init; } = 1;

    /// <summary>The distance that a test of this feature alone would call significant at the level, whatever the reference and the sample sizes.</summary>
    public double Threshold { get; init; } = double.NaN;

    /// <summary>The lower confidence bound of the true distance, 0 or more.</summary>
    public double Lower { get; init; }

    /// <summary>The upper confidence bound of the true distance.</summary>
    public double Upper { get; init; } = double.PositiveInfinity;

    /// <summary>How small a distance does not matter.</summary>
    public double Tolerance { get; init; }

    /// <summary>Whether it drifted: significantly, and perhaps by more than does not matter.</summary>
    public bool IsDrifted { get; init; }

    /// <summary>Whether it drifted by more than does not matter for certain: the lower bound is above the tolerance.</summary>
    public bool IsMaterial => IsDrifted && Lower > Tolerance;

    /// <summary>The population stability index, for those who are used to it.</summary>
    public double PopulationStability { get; init; } = double.NaN;

    /// <summary>The shares of missing values: of the reference, and of the window.</summary>
    public (double Reference, double Current) Missing { get; init; }

    /// <summary>Both histograms, over the reference's bins or categories; null for a sensitive feature.</summary>
    public HistogramPair? Histograms
    {
        get => Cells?.Histograms;
        init => Cells = value is null ? null : new(value);
    }

    /// <summary>What the histograms are made of, when somebody looks.</summary>
    internal CellPair? Cells { get; init; }
}
