using System.Globalization;

namespace AISafety.Drift;

/// <summary>Watches the calls of a safe model for drift of their inputs and outputs.</summary>
internal sealed class DriftMonitor : ISafetyMonitor, IBoundsFalseAlarms
{
    public const string MonitorName = "drift";

    private readonly DriftWatch _watch;
    private readonly DriftOptions _options;
    private readonly int _inputs;
    private readonly ColumnHandle[] _outputs;
    private readonly Action<DriftWindow>? _onWindow;
    private readonly RowTimes _times = new();
    private readonly float[] _columns;
    private DriftWindow? _lastWindow;

    public DriftMonitor(ReferenceProfile profile, DriftOptions options, ColumnHandle[] outputs, Action<DriftWindow>? onWindow)
    {
        _watch = new(profile, options);
        _options = options;
        _inputs = profile.InputCount;
        _outputs = outputs;
        _onWindow = onWindow;
        _columns = new float[profile.Features.Count * ColumnBlock.Capacity];
    }

    public string Name => MonitorName;

    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay)
    {
        string holds = _options.Guarantee == DriftGuarantee.LifetimeAlpha
            ? "For all time, while rows are exchangeable with the reference."
            : "While rows are exchangeable with the reference.";
        return
        [
            .. _watch.ExpectedFalseAlarms(callsPerDay).Where(static lane => lane.Value > 0).Select(lane =>
                _options.Cutoffs.Count > 0 && lane.Key is (DriftLane.FeatureWindows or DriftLane.OutputWindows)
                    ? new FalseAlarmBound(MonitorName, NameOf(lane.Key), double.NaN, "Fixed cut-offs have no bound.")
                    : new FalseAlarmBound(MonitorName, NameOf(lane.Key), lane.Value, holds)),
        ];
    }

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        // Rows with labels came before, without.
        if (block.HasLabels)
        {
            return;
        }

        for (int i = 0; i < _inputs; i++)
        {
            block.Feature(i).CopyTo(_columns.AsSpan(i * ColumnBlock.Capacity));
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            block.Column(_outputs[i]).CopyTo(_columns.AsSpan((_inputs + i) * ColumnBlock.Capacity));
        }

        _times.Add(_watch.RowCount, block.Opened);
        IReadOnlyList<DriftAlarm> alarms = _watch.Observe(_columns, block.RowCount, block.Opened);
        foreach (DriftAlarm alarm in alarms)
        {
            context.Raise(Alert(alarm));
        }

        if (_watch.LastWindow is { } window && !ReferenceEquals(window, _lastWindow))
        {
            _lastWindow = window;
            if (window.IsCalm)
            {
                ClearAll(context);
            }

            _onWindow?.Invoke(window);
        }
    }

    // A sequential lane learns what follows its alarm, so that only the windows tell when the rows are like the reference again.
    private static void ClearAll(MonitorContext context)
    {
        foreach (DriftLane lane in Enum.GetValues<DriftLane>())
        {
            context.Clear(CodeOf(lane), metric: lane <= DriftLane.Outputs ? "e-detector" : "p-value");
        }
    }

    internal static string CodeOf(DriftLane lane) => $"drift.{NameOf(lane)}";

    private static string NameOf(DriftLane lane) => lane switch
    {
        DriftLane.Features => "features",
        DriftLane.Rows => "rows",
        DriftLane.Outputs => "predictions",
        DriftLane.FeatureWindows => "window-features",
        DriftLane.RowWindows => "window-rows",
        _ => "window-predictions",
    };

    private SafetyAlert Alert(DriftAlarm alarm)
    {
        AlertDriver first = alarm.Drivers[0];
        string others = alarm.Drivers.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {alarm.Drivers.Count - 1} more") : "";
        string against = alarm.IsFurther ? "the rows after the last alarm" : "the reference";
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{What(alarm.Lane)} changed against {against}: {first.Name}{others}, {first.Metric} {first.Value:G3}, likely for {alarm.Row - alarm.LikelyStart + 1} rows.");
        return new(CodeOf(alarm.Lane), message, alarm.IsMaterial ? AlertSeverity.Medium : AlertSeverity.Low)
        {
            Metric = alarm.Metric,
            Value = alarm.Value,
            Threshold = alarm.Threshold,
            Since = _times.Of(alarm.LikelyStart),
            Drivers = alarm.Drivers,

            // Over when windows are calm, and not when nothing was heard for an hour.
            ResolveAfter = TimeSpan.Zero,
            SuggestedAction = alarm.Lane is DriftLane.Outputs or DriftLane.OutputWindows
                ? "Compare with the inputs' drift: without it, look for a change of the model or its version."
                : "Look at the drivers' histograms: a broken source is mended there; a changed world needs labels, and perhaps a new model and reference.",
        };
    }

    private static string What(DriftLane lane) => lane switch
    {
        DriftLane.Features or DriftLane.FeatureWindows => "Inputs",
        DriftLane.Rows => "Input rows as a whole",
        DriftLane.RowWindows => "Relations between inputs",
        _ => "Outputs",
    };
}
