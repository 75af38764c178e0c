using System.Globalization;
using AISafety.Confidence;
using AISafety.Validation;

namespace AISafety.Selection;

/// <summary>Lets pass what is sure enough for the promise; see <see cref="SelectivePredictionExtensions"/>.</summary>
internal sealed class SelectiveGuard<TIn, TOut> : IOutputGuard<TIn, TOut>, IReloadableGuard
{
    public const string GuardName = "selective-prediction";

    private readonly ConfidenceReading<TOut> _reading;
    private readonly SelectivePredictionOptions _options;
    private readonly CalibrationRows? _rows;
    private readonly SelectivePrediction _built;
    private readonly SafetyAction _otherwise;
    private volatile SelectiveSettings _settings;

    /// <param name="reading">Reads the confidence.</param>
    /// <param name="calibrated">The threshold.</param>
    /// <param name="rows">What it was found from, for other rates; null if that is not known.</param>
    /// <param name="otherwise">What is done below the threshold.</param>
    /// <param name="options">The options.</param>
    public SelectiveGuard(
        ConfidenceReading<TOut> reading, SelectivePrediction calibrated, CalibrationRows? rows, SafetyAction otherwise, SelectivePredictionOptions options)
    {
        _reading = reading;
        _built = calibrated;
        _rows = rows;
        _otherwise = otherwise;
        _options = options;
        _settings = new(calibrated, otherwise, options.OnFailure);
    }

    public string Name => GuardName;

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        SelectiveSettings settings = _settings;
        Evidence? invalid = _reading.TryRead(output, _options.Tolerance, out double confidence);
        if (invalid is not null)
        {
            return new(ConfidenceReading<TOut>.Refuse(invalid, settings.OnFailure));
        }

        return confidence >= settings.Minimum
            ? new(Verdict.Allow)
            : new(Verdict.With(
                settings.Otherwise, new Evidence("selective.low", settings.LowMessage) { Score = confidence, Threshold = settings.Minimum }));
    }

    public string? FindFault(GuardSettings settings)
    {
        if (SettingFaults.Find(settings, nameof(settings.Otherwise), nameof(settings.ErrorRate)) is { } fault)
        {
            return fault;
        }

        if (settings.ErrorRate is not { } rate)
        {
            return null;
        }

        return _rows is null
            ? $"{nameof(settings.ErrorRate)} cannot be changed where a threshold was given without its calibration rows"
            : _options.MayAnswerNothing || Calibrate(_rows, rate).Answered > 0
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{nameof(settings.ErrorRate)} is {rate}, at which nothing could be answered");
    }

    public void Reload(GuardSettings settings) => _settings = new(
        settings.ErrorRate is { } rate ? Calibrate(_rows!, rate) : _built,
        settings.Otherwise ?? _otherwise,
        settings.OnFailure ?? _options.OnFailure);

    private SelectivePrediction Calibrate(CalibrationRows rows, double rate) => rows.Calibrate(rate, _options.Guarantee, _options.Delta, _options.Seed);
}
