using System.Globalization;

namespace AISafety.Uncertainty;

/// <summary>Moves the level of adaptive intervals by the outcomes, and watches the coverage that is realised.</summary>
internal sealed class AdaptiveCoverageMonitor(AdaptiveIntervals intervals, ColumnHandle prediction, ColumnHandle lower, ColumnHandle upper) : ISafetyMonitor, IBoundsFalseAlarms
{
    public const string MonitorName = "adaptive-coverage";

    private const string Code = "coverage.low";
    private const string Metric = "coverage";

    private readonly PredictionInterval[] _given = new PredictionInterval[ColumnBlock.Capacity];
    private readonly float[] _labels = new float[ColumnBlock.Capacity];
    private long _calmWindows;

    public string Name => MonitorName;

    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay) =>
        [new(MonitorName, Metric, intervals.FalseAlarmRate * callsPerDay, "While each call is covered as often as asked, given those before.")];

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        if (!block.HasLabels)
        {
            int given = 0;
            for (int row = 0; row < block.RowCount; row++)
            {
                given += IsStopped(block, row) ? intervals.Stopped.Has(block.CallIdAt(row)) ? 1 : 0 : float.IsFinite(block.Column(prediction)[row]) ? 1 : 0;
            }

            intervals.AddGiven(given);
            return;
        }

        int count = 0;
        for (int row = 0; row < block.RowCount; row++)
        {
            if (TryRead(block, row, out PredictionInterval interval))
            {
                _given[count] = interval;
                _labels[count++] = block.Labels[row];
            }
        }

        intervals.Update(_given.AsSpan(0, count), _labels, block.RowCount - count, out bool isLow, out long calmWindows);
        if (isLow)
        {
            context.Raise(Alert());
        }
        else if (calmWindows > _calmWindows)
        {
            context.Clear(Code, metric: Metric);
        }

        _calmWindows = calmWindows;
    }

    // What answers a refused call is a fallback's.
    private static bool IsStopped(ColumnBlock block, int row) => block.Actions[row] >= SafetyAction.Review;

    private bool TryRead(ColumnBlock block, int row, out PredictionInterval interval)
    {
        if (IsStopped(block, row))
        {
            if (!intervals.Stopped.TryTake(block.CallIdAt(row), out interval))
            {
                return false;
            }

            // As it would have been recorded: rounding keeps the order, so that what is inside stays inside.
            interval = interval with { Prediction = (float)interval.Prediction, Lower = (float)interval.Lower, Upper = (float)interval.Upper };
        }
        else
        {
            interval = new(block.Column(prediction)[row], block.Column(lower)[row], block.Column(upper)[row], intervals.Coverage);
        }

        return float.IsFinite((float)interval.Prediction) && !double.IsNaN(interval.Lower) && !double.IsNaN(interval.Upper);
    }

    private SafetyAlert Alert()
    {
        AdaptiveCoverage now = intervals.GetSnapshot();
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"Intervals hold the truth less often than {now.Target:G4}: in {now.WindowCoverage:P1} of the last {now.WindowCount} labelled calls, at most {now.WindowUpper:P1} with confidence.");
        return new(Code, message, AlertSeverity.High)
        {
            Metric = Metric,
            Value = now.WindowCoverage,
            Threshold = now.Target,
            ResolveAfter = TimeSpan.Zero,
            SuggestedAction = "Intervals widen by themselves as outcomes come. If this lasts, the data shift faster than they are told: report outcomes sooner, or raise Gamma; look for what changed.",
        };
    }
}
