using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>Makes a guard of a reference sample: some of its rows teach the detector, the others calibrate its scores.</summary>
internal sealed class AnomalyFit<TIn>
{
    private readonly FeatureSchema<TIn> _schema;
    private readonly string _guard;
    private readonly int[] _judged;

    /// <exception cref="SafetyBuildException">The schema has no feature that can be judged.</exception>
    public AnomalyFit(FeatureSchema<TIn> schema, string guard)
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
    /// <param name="otherwise">The action; checked by the caller.</param>
    /// <param name="options">Its rate's confidence checked by the caller.</param>
    /// <exception cref="SafetyBuildException">The reference does not suffice.</exception>
    public AnomalyGuard<TIn> Fit(IEnumerable<TIn> reference, double alarmRate, SafetyAction otherwise, AnomalyDetectionOptions options)
    {
        float[][] rows = [.. ReferenceRows.Read(reference, _schema, _judged, _guard)];
        int calibrating = CalibrationShare.Of(rows.Length, alarmRate, options.RateConfidence);
        if (calibrating == 0)
        {
            long required = CalibrationShare.RequiredRows(alarmRate, options.RateConfidence);
            throw Unfit($"the reference has {rows.Length} rows with a value to judge; an alarm rate of {alarmRate} takes at least {required}, most of them to calibrate it");
        }

        new Random(options.Seed).Shuffle(rows);
        float[][] fitting = rows[..^calibrating];
        float[][] others = rows[^calibrating..];
        AnomalyScorer scorer = options.Detector.Learn(new(fitting, _schema.Features, _judged, _guard), alarmRate, options.Seed);
        AnomalyThresholds thresholds = new(SplitConformal.Fit(Array.ConvertAll(others, row => scorer.Score(row))), options.RateConfidence);
        return double.IsFinite(thresholds.For(alarmRate))
            ? new(_schema, scorer, thresholds, alarmRate, otherwise)
            : throw NeverAlarms(scorer, others, alarmRate);
    }

    /// <summary>More calibration rows are infinitely strange than the rate allows alarms: an infinite threshold would let everything pass in silence.</summary>
    private SafetyBuildException NeverAlarms(AnomalyScorer scorer, float[][] calibrating, double alarmRate)
    {
        SortedSet<int> features = [];
        foreach (float[] row in calibrating)
        {
            if (double.IsPositiveInfinity(scorer.Score(row)))
            {
                features.Add(scorer.Explain(row, double.PositiveInfinity).Feature);
            }
        }

        string names = string.Join(", ", features.Take(8).Select(feature => $"'{_schema.Features[feature].Name}'"));
        return Unfit($"more of the calibrating rows than the alarm rate of {alarmRate} deviate infinitely from the fitting rows, in which {names} hardly varies; expected more rows, or the feature declared as categorical");
    }

    private SafetyBuildException Unfit(FormattableString reason) => new($"Guard '{_guard}': {reason.ToString(CultureInfo.InvariantCulture)}.");
}
