using System.Collections.Frozen;

namespace AISafety.Uncertainty;

/// <summary>Intervals by group: each group of rows is calibrated by itself, so that the coverage holds in each (Mondrian conformal prediction).</summary>
/// <typeparam name="TGroup">What a group is.</typeparam>
/// <remarks>A group that was not seen in calibration, or too seldom for the coverage, has infinite intervals: nothing is known of it. Source: Vovk, Lindsay, Nouretdinov
/// and Gammerman, Mondrian confidence machine, 2003. Immutable.</remarks>
public sealed class GroupIntervalCalibration<TGroup>
    where TGroup : notnull
{
    private readonly FrozenDictionary<TGroup, IntervalCalibration> _groups;

    /// <summary>Takes the calibrations of the groups.</summary>
    /// <param name="groups">Each group's, by residuals; all for the same coverage.</param>
    /// <exception cref="ArgumentNullException"><paramref name="groups"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no group, one was calibrated by quantiles or with difficulties, or coverages differ.</exception>
    public GroupIntervalCalibration(IEnumerable<KeyValuePair<TGroup, IntervalCalibration>> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        _groups = groups.ToFrozenDictionary();
        if (_groups.Count == 0 || _groups.Values.Any(one => one.IsOfQuantiles || one.UsesDifficulty || one.Coverage != _groups.Values[0].Coverage))
        {
            throw new ArgumentException("Expected at least one group, all by residuals without difficulties, and for the same coverage.", nameof(groups));
        }

        Coverage = _groups.Values[0].Coverage;
    }

    /// <summary>How often the truth is to lie in the interval, in each group.</summary>
    public double Coverage { get; }

    /// <summary>The calibration of each group that was seen.</summary>
    public IReadOnlyDictionary<TGroup, IntervalCalibration> Groups => _groups;

    /// <summary>Calibrates each group by its absolute residuals.</summary>
    /// <param name="rows">What was predicted, what came true, and the group, for rows like those to come that the model was not trained on.</param>
    /// <param name="coverage">How often the truth is to lie in the interval: more than 0, less than 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no row, a number is NaN, or the coverage is out of range.</exception>
    public static GroupIntervalCalibration<TGroup> Fit(IEnumerable<(double Prediction, double Actual, TGroup Group)> rows, double coverage)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new(rows.GroupBy(static row => row.Group).Select(group => KeyValuePair.Create(
            group.Key, IntervalCalibration.Fit(group.Select(static row => (row.Prediction, row.Actual)), coverage))));
    }

    /// <summary>The interval around a prediction in a group.</summary>
    /// <param name="prediction">The prediction; finite.</param>
    /// <param name="group">Its group.</param>
    /// <exception cref="ArgumentException"><paramref name="prediction"/> is not finite.</exception>
    public PredictionInterval Apply(double prediction, TGroup group) =>
        _groups.TryGetValue(group, out IntervalCalibration? own) ? own.Apply(prediction)
        : double.IsFinite(prediction) ? new(prediction, double.NegativeInfinity, double.PositiveInfinity, Coverage)
        : throw new ArgumentException("The prediction is not finite.", nameof(prediction));
}
