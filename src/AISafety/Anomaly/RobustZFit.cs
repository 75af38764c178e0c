using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>Learns a <see cref="RobustZProfile"/>: one half of the reference gives centres and scales, the other half calibrates the scores.</summary>
internal sealed class RobustZFit<TIn>
{
    // Iglewicz and Hoaglin (1993) call a value an outlier from a modified z of 3.5 on.
    private const float ClassicalLimit = 3.5f;

    private readonly FeatureSchema<TIn> _schema;
    private readonly string _guard;
    private readonly int[] _judged;

    /// <exception cref="SafetyBuildException">The schema has no feature that can be judged.</exception>
    public RobustZFit(FeatureSchema<TIn> schema, string guard)
    {
        _schema = schema;
        _guard = guard;
        _judged = [.. Enumerable.Range(0, schema.Width).Where(i => schema.Features[i].Kind != FeatureKind.Categorical)];
        if (_judged.Length == 0)
        {
            throw new SafetyBuildException($"Guard '{guard}': the schema has no numeric and no vector feature; expected at least one to judge.");
        }
    }

    /// <param name="reference">The reference sample; enumerated once.</param>
    /// <param name="alarmRate">The rate; checked by the caller.</param>
    /// <param name="seed">Decides the halves.</param>
    /// <exception cref="SafetyBuildException">The reference does not suffice.</exception>
    public RobustZProfile Fit(IEnumerable<TIn> reference, double alarmRate, int seed)
    {
        float[][] rows = [.. ReferenceRows.Read(reference, _schema, _judged, _guard)];
        RequireEnough(rows.Length, alarmRate);
        new Random(seed).Shuffle(rows);
        ReadOnlySpan<float[]> fitting = rows.AsSpan(0, rows.Length / 2);
        ReadOnlySpan<float[]> calibrating = rows.AsSpan(rows.Length / 2);

        // A centre of NaN makes the kernel pass over what is not judged.
        float[] centers = new float[_schema.Width];
        float[] inverseScales = new float[_schema.Width];
        float[] limits = new float[_schema.Width];
        Array.Fill(centers, float.NaN);
        Array.Fill(inverseScales, float.NaN);
        float[] values = new float[fitting.Length];
        foreach (int feature in _judged)
        {
            for (int row = 0; row < values.Length; row++)
            {
                values[row] = fitting[row][feature];
            }

            float center = Median.Of<float>(values);
            if (float.IsNaN(center))
            {
                throw Unfit(Invariant(
                    $"feature '{_schema.Features[feature].Name}' is missing in every one of the {values.Length} reference rows that fit; expected at least one value"));
            }

            centers[feature] = center;
            float inverseScale = RobustZ.InverseScale<float>(RobustScale.Of<float>(values, center));
            limits[feature] = Limit(values, center, inverseScale, alarmRate);
            inverseScales[feature] = inverseScale / limits[feature];
        }

        double[] scores = new double[calibrating.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = RobustZ.Max<float>(calibrating[row], centers, inverseScales);
        }

        RobustZProfile profile = new(centers, inverseScales, limits, SplitConformal.Fit(scores), alarmRate);
        return float.IsFinite(profile.Threshold) ? profile : throw NeverAlarms(profile, calibrating);
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

    private void RequireEnough(int rows, double alarmRate)
    {
        // The calibrating half is the larger one. With a single row there is nothing to fit.
        long calibrating = SplitConformal.RequiredCount(alarmRate);
        long required = calibrating > long.MaxValue / 2 ? long.MaxValue : Math.Max(2, (2 * calibrating) - 1);
        if (rows < required)
        {
            throw Unfit(Invariant(
                $"the reference has {rows} rows with a value to judge; an alarm rate of {alarmRate} takes at least {required}, half of them to calibrate it"));
        }
    }

    /// <summary>More calibration rows deviate infinitely than the rate allows alarms: an infinite threshold would let everything pass in silence.</summary>
    private SafetyBuildException NeverAlarms(RobustZProfile profile, ReadOnlySpan<float[]> calibrating)
    {
        SortedSet<int> features = [];
        foreach (float[] row in calibrating)
        {
            if (float.IsPositiveInfinity(profile.Score(row)))
            {
                features.Add(profile.MostDeviating(row));
            }
        }

        string names = string.Join(", ", features.Take(8).Select(feature => $"'{_schema.Features[feature].Name}'"));
        return Unfit(Invariant($"more of the calibrating rows than the alarm rate of {profile.AlarmRate} deviate infinitely from the fitting rows")
            + $", in which {names} hardly varies; expected more rows, or the feature declared as categorical");
    }

    private SafetyBuildException Unfit(string reason) => new($"Guard '{_guard}': {reason}.");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
