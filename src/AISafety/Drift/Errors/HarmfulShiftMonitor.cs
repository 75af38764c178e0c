using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Watches the risk of the calls for a rise above what the reference allows.</summary>
internal sealed class HarmfulShiftMonitor : ISafetyMonitor, IBoundsFalseAlarms
{
    public const string MonitorName = "harmful-shift";
    public const string EstimatedName = "harmful-shift-estimated";

    private const string Code = "drift.harmful";
    private const string InvalidCode = "drift.risk-invalid";

    private readonly HarmfulShiftOptions _options;
    private readonly RowLoss? _loss;
    private readonly ColumnHandle _estimate;
    private readonly MeanEDetector _detector;
    private readonly RowTimes _times = new();
    private long _rows;
    private long _calm;
    private double _calmSum;
    private bool _isCalm;
    private bool _hasEnded;

    /// <summary>Of losses by outcomes, or of estimates where <paramref name="loss"/> is null.</summary>
    public HarmfulShiftMonitor(double limit, HarmfulShiftOptions options, RowLoss? loss, ColumnHandle estimate = default)
    {
        Name = loss is null ? EstimatedName : MonitorName;
        _options = options;
        (_loss, _estimate) = (loss, estimate);
        _detector = new(limit, options.Guarantee == DriftGuarantee.LifetimeAlpha ? EDetectorGuarantee.Lifetime : EDetectorGuarantee.RunLength);
    }

    public string Name { get; }

    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay) =>
    [
        _options.Guarantee == DriftGuarantee.LifetimeAlpha
            ? new(Name, "risk", _options.Alpha, "For all time, while the risk of each call, given those before, is within the limit.")
            : new(Name, "risk", callsPerDay / _options.ArlTarget, "While the risk of each call, given those before, is within the limit."),
    ];

    /// <summary>The risk that is no harm yet.</summary>
    /// <exception cref="SafetyBuildException">An option is out of its range, or the limit is.</exception>
    public static double Limit(ReferenceRisk reference, HarmfulShiftOptions options, string user)
    {
        options.Check(user);
        double limit = reference.Upper(options.ReferenceAlpha) + options.Margin;
        return limit is > 0 and < 1 ? limit : throw new SafetyBuildException(string.Create(
            CultureInfo.InvariantCulture, $"'{user}': the limit, which is the upper bound of the reference's risk and the margin of {options.Margin}, is {limit:G4}; expected less than 1: give more rows or a smaller margin."));
    }

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        if (block.HasLabels != _loss is not null)
        {
            return;
        }

        _times.Add(_rows, block.Opened);
        int invalid = 0;
        for (int row = 0; row < block.RowCount; row++)
        {
            if (!block.IsModelsAnswer(row))
            {
                // Nobody was answered, or by another than the model.
                continue;
            }

            double risk = _loss?.Of(block, row) ?? block.Column(_estimate)[row];
            if (risk is >= 0 and <= 1)
            {
                Take(risk, context);
            }
            else
            {
                invalid++;
            }
        }

        Report(invalid, context);
        if (_isCalm)
        {
            context.Clear(Code, metric: "e-detector");
        }
    }

    private void Take(double risk, MonitorContext context)
    {
        _rows++;
        _calm++;
        _calmSum += risk;
        if (!_hasEnded && _detector.Update(risk) >= _options.Evidence)
        {
            context.Raise(Alert());
            (_calm, _calmSum, _isCalm) = (0, 0, false);

            // One alarm spends a lifetime's probability; a mean run length begins anew.
            _hasEnded = _options.Guarantee == DriftGuarantee.LifetimeAlpha;
            if (!_hasEnded)
            {
                _detector.Reset();
            }
        }
        else if (_calm >= _options.ClearRows)
        {
            _isCalm = !_hasEnded && _calmSum / _calm <= _detector.Limit;
            (_calm, _calmSum) = (0, 0);
        }
    }

    private static void Report(int invalid, MonitorContext context)
    {
        if (invalid == 0)
        {
            context.Clear(InvalidCode, metric: "rows");
            return;
        }

        context.Raise(new(InvalidCode, string.Create(CultureInfo.InvariantCulture, $"{invalid} calls had a risk that is not from 0 to 1, and were left out."), AlertSeverity.Medium)
        {
            Metric = "rows",
            Value = invalid,
            Threshold = 0,
        });
    }

    private SafetyAlert Alert()
    {
        string kind = _loss is null ? "estimated risk" : "risk";
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"The model's {kind} is above the limit of {_detector.Limit:G3}, likely for {_detector.LikelyDuration} rows.");
        return new(Code, message, AlertSeverity.High)
        {
            Metric = "e-detector",
            Value = _detector.Evidence,
            Threshold = _options.Evidence,
            Since = _times.Of(_rows - _detector.LikelyDuration),
            ResolveAfter = TimeSpan.Zero,
            SuggestedAction = "The shift does harm: fall back or review until it is understood; the drift of the inputs since then says where to look.",
        };
    }
}
