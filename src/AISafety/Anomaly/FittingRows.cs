using System.Globalization;

namespace AISafety.Anomaly;

/// <summary>The rows that a detector learns from, and what it may look at in them.</summary>
internal sealed class FittingRows(float[][] rows, IReadOnlyList<Feature> features, int[] judged, string guard)
{
    public IReadOnlyList<float[]> Rows => rows;

    public IReadOnlyList<Feature> Features => features;

    /// <summary>The places in a row of the features that are judged: all but categories.</summary>
    public IReadOnlyList<int> Judged => judged;

    /// <summary>A feature's values, NaN where one is missing.</summary>
    /// <exception cref="SafetyBuildException">All are missing.</exception>
    public float[] ValuesOf(int feature)
    {
        float[] values = new float[rows.Length];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = rows[row][feature];
        }

        return Array.TrueForAll(values, float.IsNaN)
            ? throw Unfit($"feature '{features[feature].Name}' is missing in every one of the {values.Length} reference rows that fit; expected at least one value")
            : values;
    }

    public SafetyBuildException Unfit(FormattableString reason) => new($"Guard '{guard}': {reason.ToString(CultureInfo.InvariantCulture)}.");
}
