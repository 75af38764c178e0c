using System.Globalization;

namespace AISafety.Drift;

/// <summary>Watches the calls of a safe model for drift of their inputs and outputs.</summary>
internal sealed class DriftMonitor : ISafetyMonitor, IBoundsFalseAlarms
{
    public const string MonitorName = "drift";

    private const string Nominal = "Nominal: small p-values of whole rows are the tail of what was simulated, and may come up to three times as often.";

    private readonly DriftWatch _watch;
    private readonly DriftOptions _options;
    private readonly int _inputs;
    private readonly ColumnHandle[] _outputs;
    private readonly Action<DriftWindow>? _onWindow;
    private readonly RowTimes _times = new();
    private readonly float[] _columns;
    private readonly bool[] _unanswered = new bool[ColumnBlock.Capacity];
    private readonly Dictionary<DriftLane, DriftAlarm> _last = [];
    private readonly Dictionary<DriftLane, HashSet<string>> _told = [];
    private readonly Dictionary<DriftLane, int> _calm = [];
    private readonly List<DriftWindow> _looked = [];
    private readonly int _clearReports;
    private MonitorContext? _context;

    /// <param name="profile">The reference.</param>
    /// <param name="options">What is tested, and what is promised.</param>
    /// <param name="outputs">The columns of the outputs; empty if they are not watched.</param>
    /// <param name="clearReports">After how many calm windows in a row an alert is over.</param>
    /// <param name="onWindow">Told of every window.</param>
    public DriftMonitor(ReferenceProfile profile, DriftOptions options, ColumnHandle[] outputs, int clearReports, Action<DriftWindow>? onWindow)
    {
        _watch = new(profile, options) { Looked = OnLooked };
        _options = options;
        _inputs = profile.InputCount;
        _outputs = outputs;
        _clearReports = clearReports;
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
                    : new FalseAlarmBound(MonitorName, NameOf(lane.Key), lane.Value, lane.Key == DriftLane.RowWindows ? $"{Nominal} {holds}" : holds)),
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

        // A refused call, and one that another answered in the model's place, has no output of the model.
        Span<bool> unanswered = _unanswered.AsSpan(0, _outputs.Length == 0 ? 0 : block.RowCount);
        for (int row = 0; row < unanswered.Length; row++)
        {
            unanswered[row] = !block.IsModelsAnswer(row);
        }

        _times.Add(_watch.RowCount, block.Opened);
        _context = context;
        _looked.Clear();
        foreach (DriftAlarm alarm in _watch.Observe(_columns, block.RowCount, block.Opened, unanswered))
        {
            _last[alarm.Lane] = alarm;
            _calm[alarm.Lane] = 0;
            context.Raise(Alert(alarm));
        }

        // Last, for it may throw, and no alarm must be lost by that.
        foreach (DriftWindow window in _looked)
        {
            _onWindow?.Invoke(window);
        }
    }

    private void OnLooked(DriftWindow window)
    {
        _looked.Add(window);
        if (!window.IsCalm)
        {
            return;
        }

        foreach ((DriftLane lane, DriftAlarm alarm) in _last)
        {
            if (!Tells(window, alarm))
            {
                continue;
            }

            _context!.Clear(CodeOf(lane), metric: alarm.Metric);
            if (++_calm[lane] >= _clearReports)
            {
                _told.Remove(lane);
            }
        }
    }

    /// <summary>Whether a calm window says that what alarmed is over.</summary>
    private bool Tells(DriftWindow window, DriftAlarm alarm)
    {
        if (alarm.Lane <= DriftLane.Outputs)
        {
            return _watch.IsOver(alarm);
        }

        // A window of far fewer rows would not have found it either, and one without answers says nothing of them.
        long alarmed = (alarm.Row - alarm.LikelyStart) / _options.Stride + 1;
        return 2 * window.RowCount >= alarmed
            && (alarm.Lane != DriftLane.OutputWindows || window.Features.Skip(_inputs).Any(static output => !double.IsNaN(output.Distance)));
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
        if (!_told.TryGetValue(alarm.Lane, out HashSet<string>? told))
        {
            _told.Add(alarm.Lane, told = []);
        }

        int known = told.Count;
        told.UnionWith(Drifted(alarm));
        string others = alarm.Drivers.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {alarm.Drivers.Count - 1} more") : "";
        string against = alarm.IsFurther ? "the rows after the last alarm" : "the reference";
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{What(alarm.Lane)} changed against {against}: {first.Name}{others}, {first.Metric.Replace('-', ' ')} {first.Value:G3}, likely for {alarm.Row - alarm.LikelyStart + 1} rows.");
        return new(CodeOf(alarm.Lane), message, alarm.IsMaterial ? AlertSeverity.Medium : AlertSeverity.Low)
        {
            Metric = alarm.Metric,
            Value = alarm.Value,
            Threshold = alarm.Threshold,
            Since = _times.Of(alarm.LikelyStart),
            Drivers = alarm.Drivers,

            // A window alarms as long as it differs; a test after every row only at a further change.
            HasNews = told.Count > known || alarm.Lane <= DriftLane.Outputs,

            // Over when windows are calm, and not when nothing was heard for an hour.
            ResolveAfter = TimeSpan.Zero,
            SuggestedAction = alarm.Lane is DriftLane.Outputs or DriftLane.OutputWindows
                ? "Compare with the inputs' drift: without it, look for a change of the model or its version."
                : alarm.Lane == DriftLane.Rows ? "Components are sums of features: look at the features' own drift and at the relations of windows for which."
                : "Look at the drivers' histograms: a broken source is mended there; a changed world needs labels, and perhaps a new model and reference.",
        };
    }

    // All of them: the drivers are the first ten, and which these are changes from window to window.
    private IEnumerable<string> Drifted(DriftAlarm alarm)
    {
        DriftWindow? window = _looked.Find(one => one.Alarms.Any(other => other.Lane == alarm.Lane && other.Row == alarm.Row));
        return window is null || alarm.Lane is not (DriftLane.FeatureWindows or DriftLane.OutputWindows)
            ? alarm.Drivers.Select(static driver => driver.Name)
            : (alarm.Lane == DriftLane.FeatureWindows ? window.Features.Take(_inputs) : window.Features.Skip(_inputs)).Where(static one => one.IsDrifted).Select(static one => one.Feature);
    }

    private static string What(DriftLane lane) => lane switch
    {
        DriftLane.Features or DriftLane.FeatureWindows => "Inputs",
        DriftLane.Rows => "Input rows as a whole",
        DriftLane.RowWindows => "Relations between inputs",
        _ => "Outputs",
    };
}
