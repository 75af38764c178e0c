using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>What was learned from a reference sample: centre, scale and limit of each feature, and where alarms begin. Immutable.</summary>
internal sealed class RobustZProfile
{
    private readonly float[] _centers;
    private readonly float[] _inverseScales;
    private readonly float[] _limits;
    private readonly SplitConformal _calibration;

    public RobustZProfile(float[] centers, float[] inverseScales, float[] limits, SplitConformal calibration, double alarmRate)
    {
        _centers = centers;
        _inverseScales = inverseScales;
        _limits = limits;
        _calibration = calibration;
        AlarmRate = alarmRate;

        // The calibration scores are floats, and so is this one of them: nothing is rounded.
        Threshold = (float)calibration.Threshold(alarmRate);
    }

    /// <summary>The share of reference-like rows that may be called anomalies.</summary>
    public double AlarmRate { get; }

    /// <summary>A row is an anomaly exactly if its score is greater.</summary>
    public float Threshold { get; }

    public int Width => _centers.Length;

    /// <summary>The number of features that are judged: all but categories.</summary>
    public int JudgedCount => _centers.Count(static center => !float.IsNaN(center));

    /// <summary>The robust z by which a feature's scores are measured: what is usual in its own tail.</summary>
    public float LimitOf(int feature) => _limits[feature];

    /// <summary>The row's greatest robust z, each in units of its feature's limit; NaN if no judged feature has a value.</summary>
    public float Score(ReadOnlySpan<float> row) => RobustZ.Max(row, _centers, _inverseScales);

    /// <summary>The feature that gives the row its score; -1 if no judged feature has a value.</summary>
    public int MostDeviating(ReadOnlySpan<float> row) => RobustZ.IndexOfMax(row, _centers, _inverseScales);

    /// <summary>Whether all fitting rows had the same value of a feature.</summary>
    public bool IsConstant(int feature) => float.IsPositiveInfinity(_inverseScales[feature]);

    public double PValue(float score) => _calibration.PValue(score);
}
