using System.Globalization;
using System.Runtime.InteropServices;
using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Watches the errors of labelled calls for a rise.</summary>
internal sealed class ErrorDriftMonitor : ISafetyMonitor, IBoundsFalseAlarms
{
    public const string MonitorName = "error-drift";

    private const string Code = "drift.errors";
    private const int MostErrors = 8_192;

    private readonly ErrorDriftOptions _options;
    private readonly RowLoss _loss;
    private readonly RowTimes _times = new();
    private readonly List<float> _errors = [];
    private DriftDetector? _detector;
    private double _normal;
    private double _learnedSum;
    private long _learned;
    private long _rows;
    private long _calm;

    public ErrorDriftMonitor(ErrorDriftOptions options, ColumnHandle answer)
    {
        _options = options;
        _loss = new(answer, options.ErrorBound is { } bound ? (given, label) => Math.Min(1, Math.Abs((double)given - label) / bound) : RowLoss.OfClasses);
        _normal = options.ReferenceError ?? 0.5;
        _detector = options.Detector != ErrorDetector.Cusum || options.ReferenceError is not null ? ErrorDetectors.Make(options, _normal) : null;
    }

    public string Name => MonitorName;

    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay) =>
        [new(MonitorName, "errors", double.NaN, "The detectors of errors have no bound for all their looks; AddHarmfulShiftDetection has one.")];

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        if (!block.HasLabels)
        {
            return;
        }

        _times.Add(_rows, block.Opened);
        for (int row = 0; row < block.RowCount; row++)
        {
            double error = _loss.Of(block, row);
            if (!double.IsNaN(error))
            {
                Take(error, context);
            }
        }

        if (_calm >= _options.ClearRows)
        {
            context.Clear(Code, metric: "error");
        }
    }

    private void Take(double error, MonitorContext context)
    {
        _rows++;
        _calm++;
        if (_detector is null)
        {
            Learn(error);
            return;
        }

        if (_errors.Count == MostErrors)
        {
            _errors.RemoveRange(0, MostErrors / 2);
        }

        _errors.Add((float)error);
        double before = _detector is Adwin adwin ? adwin.Mean : _normal;
        if (_detector.Update(error) != DriftState.Drift)
        {
            return;
        }

        Span<float> errors = CollectionsMarshal.AsSpan(_errors);
        if (!ErrorDetectors.IsRise(_detector, before, errors))
        {
            _errors.RemoveRange(0, Math.Max(0, _errors.Count - ErrorDetectors.Newest));
            return;
        }

        ErrorSplit split = ErrorSplit.Of(errors);
        _calm = 0;
        context.Raise(Alert(split));
        _errors.RemoveRange(0, split.Start);
    }

    // A mean of exactly 0 or 1 has no deviation; half an error more or less is as likely.
    private void Learn(double error)
    {
        _learnedSum += error;
        if (++_learned == _options.LearnRows)
        {
            _normal = Math.Clamp(_learnedSum, 0.5, _learned - 0.5) / _learned;
            _detector = ErrorDetectors.Make(_options, _normal);
        }
    }

    private SafetyAlert Alert(ErrorSplit split)
    {
        int since = _errors.Count - split.Start;
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"The model's error rose{(split.IsRise ? $" from {split.Before:G3}" : "")} to {split.After:G3}, likely for {since} labelled calls ({_options.Detector}).");
        return new(Code, message, AlertSeverity.High)
        {
            Metric = "error",
            Value = split.After,
            Threshold = split.Before,

            // The detectors do not say when it began; the split of the errors since the last alert or fall does, as a guess.
            Since = split.IsRise ? _times.Of(_rows - since) : null,
            ResolveAfter = TimeSpan.Zero,
            SuggestedAction = "Look at the drift of inputs since then: with it the world changed and the model may need new data; without it look for a change of the outcomes' source or of the model.",
        };
    }
}
