using System.Globalization;
using System.Runtime.CompilerServices;

namespace AISafety.Anomaly;

/// <summary>Compares each row with a reference sample; see <see cref="AnomalyDetectionExtensions"/>.</summary>
internal sealed class AnomalyGuard<TIn> : IInputGuard<TIn>, IReloadableGuard
{
    public const string GuardName = "anomaly";

    private readonly FeatureSchema<TIn> _schema;
    private readonly AnomalyScorer _scorer;
    private readonly AnomalyThresholds _thresholds;
    private readonly AnomalySettings _built;
    private readonly int _width;
    private volatile AnomalySettings _settings;

    public AnomalyGuard(FeatureSchema<TIn> schema, AnomalyScorer scorer, AnomalyThresholds thresholds, double alarmRate, SafetyAction otherwise)
    {
        _schema = schema;
        _width = schema.Width;
        _scorer = scorer;
        _thresholds = thresholds;
        _settings = _built = new(alarmRate, thresholds.For(alarmRate), otherwise);
    }

    public string Name => GuardName;

    public ValueTask<Verdict<TIn>> InspectAsync(TIn input, SafetyContext context)
    {
        AnomalySettings settings = _settings;
        ReadOnlySpan<float> row = context.Features;

        // A score of NaN fails the comparison, as it must.
        return row.Length == _width && _scorer.Score(row) <= settings.Threshold
            ? new(Verdict.Allow)
            : new(NotAllowed(settings, row));
    }

    public string? FindFault(GuardSettings settings) =>
        SettingFaults.Find(settings, nameof(settings.Otherwise), nameof(settings.AlarmRate))
        ?? (settings.AlarmRate is { } rate && !double.IsFinite(_thresholds.For(rate)) ? Unsupported(rate) : null);

    public void Reload(GuardSettings settings)
    {
        double rate = settings.AlarmRate ?? _built.AlarmRate;
        _settings = new(rate, _thresholds.For(rate), settings.Otherwise ?? _built.Otherwise);
    }

    private string Unsupported(double rate)
    {
        long required = _thresholds.RequiredCount(rate);
        return required > _thresholds.Count
            ? Invariant($"{nameof(GuardSettings.AlarmRate)} is {rate}; expected one that the {_thresholds.Count} calibrating rows support: it takes {required} of them")
            : Invariant($"{nameof(GuardSettings.AlarmRate)} is {rate}; expected more, since more of the {_thresholds.Count} calibrating rows than that are infinitely strange");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict NotAllowed(AnomalySettings settings, ReadOnlySpan<float> row)
    {
        double score = row.Length == _width ? _scorer.Score(row) : double.NaN;
        if (double.IsNaN(score))
        {
            return Verdict.Block(
                "anomaly.no-features",
                Invariant($"None of the {_scorer.JudgedCount} features that are compared with the reference has a value; expected at least one."));
        }

        AnomalyFinding finding = _scorer.Explain(row, score);
        string? name = finding.Feature >= 0 ? _schema.Features[finding.Feature].Name : null;
        string what = finding.Text.Replace("{0}", $"'{name}'", StringComparison.Ordinal);
        return Verdict.With(
            settings.Otherwise,
            new Evidence("anomaly.score", Invariant($"{what}: a p-value of {_thresholds.PValue(score):G3}, where an alarm rate of {settings.AlarmRate} was asked for."))
            {
                Feature = name,
                Score = score * finding.Unit,
                Threshold = settings.Threshold * finding.Unit,
            });
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
