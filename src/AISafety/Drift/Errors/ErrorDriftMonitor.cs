using System.Globalization;
using System.Runtime.InteropServices;
using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Watches the errors of labelled calls for a rise.</summary>
internal sealed class ErrorDriftMonitor : ISafetyMonitor
{
    public const string MonitorName = "error-drift";

    private const string Code = "drift.errors";
    private const int MostErrors = 8_192;

    private readonly ErrorDriftOptions _options;
    private readonly RowLoss _loss;
    private readonly RowTimes _times = new();
    private readonly List<float> _errors = [];
    private DriftDetector? _detector;
    private double _learnedSum;
    private long _learned;
    private long _rows;
    private long _calm;

    /// <exception cref="SafetyBuildException">An option is out of its range.</exception>
    public ErrorDriftMonitor(ErrorDriftOptions options, ColumnHandle answer)
    {
        options.Check(MonitorName);
        _options = options;
        _loss = new(answer, options.ErrorBound is { } bound ? (given, label) => Math.Min(1, Math.Abs((double)given - label) / bound) : RowLoss.OfClasses);
        _detector = options.Detector != ErrorDetector.Cusum || options.ReferenceError is not null ? ErrorDetectors.Make(options, options.ReferenceError ?? 0.5) : null;
    }

    public string Name => MonitorName;

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
        if (_detector.Update(error) != DriftState.Drift)
        {
            return;
        }

        // The detectors do not say when it began, and some also report a fall: the split of the errors since the last change says both.
        ErrorSplit split = ErrorSplit.Of(CollectionsMarshal.AsSpan(_errors));
        if (split.IsRise)
        {
            _calm = 0;
            context.Raise(Alert(split));
        }

        _errors.RemoveRange(0, split.Start);
    }

    // A mean of exactly 0 or 1 has no deviation; half an error more or less is as likely.
    private void Learn(double error)
    {
        _learnedSum += error;
        if (++_learned == _options.LearnRows)
        {
            _detector = ErrorDetectors.Make(_options, Math.Clamp(_learnedSum, 0.5, _learned - 0.5) / _learned);
        }
    }

    private SafetyAlert Alert(ErrorSplit split)
    {
        int since = _errors.Count - split.Start;
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"The model's error rose from {split.Before:G3} to {split.After:G3}, likely over the last {since} labelled calls ({_options.Detector}).");
        return new(Code, message, AlertSeverity.High)
        {
            Metric = "error",
            Value = split.After,
            Threshold = split.Before,
            Since = _times.Of(_rows - since),
            ResolveAfter = TimeSpan.Zero,
            SuggestedAction = "Look at the drift of inputs since then: with it the world changed and the model may need new data; without it look for a change of the outcomes' source or of the model.",
        };
    }
}
