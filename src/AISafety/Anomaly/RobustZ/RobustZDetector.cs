using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>Learns centres, scales and limits; see <see cref="AnomalyDetector.RobustZ"/>.</summary>
internal sealed record RobustZDetector : AnomalyDetector
{
    // Iglewicz and Hoaglin (1993) call a value an outlier from a modified z of 3.5 on.
    private const float ClassicalLimit = 3.5f;

    internal override AnomalyScorer Learn(FittingRows fitting, double alarmRate, int seed)
    {
        // A centre of NaN makes the kernel pass over what is not judged.
        float[] centers = new float[fitting.Features.Count];
        float[] inverseScales = new float[centers.Length];
        float[] limits = new float[centers.Length];
        Array.Fill(centers, float.NaN);
        Array.Fill(inverseScales, float.NaN);
        foreach (int feature in fitting.Judged)
        {
            float[] values = fitting.ValuesOf(feature);
            float center = Median.Of<float>(values);
            float inverseScale = Statistics.RobustZ.InverseScale<float>(RobustScale.Of<float>(values, center));
            centers[feature] = center;
            limits[feature] = Limit(values, center, inverseScale, alarmRate);
            inverseScales[feature] = inverseScale / limits[feature];
        }

        return new RobustZScorer(centers, inverseScales, limits);
    }

    /// <summary>The robust z at which a feature is unusual: the classical cut-off, or beyond it where the feature's own tail reaches beyond it.</summary>
    private static float Limit(ReadOnlySpan<float> values, float center, float inverseScale, double alarmRate)
    {
        if (float.IsPositiveInfinity(inverseScale))
        {
            return 1;
        }

        List<float> deviations = [];
        foreach (float value in values)
        {
            if (!float.IsNaN(value))
            {
                deviations.Add(MathF.Abs(value - center) * inverseScale);
            }
        }

        deviations.Sort();
        return MathF.Max(ClassicalLimit, deviations[(int)Math.Ceiling((1 - alarmRate) * deviations.Count) - 1]);
    }
}
