using AISafety.Validation;

namespace AISafety.Confidence;

internal sealed class ConfidenceGuard<TIn, TOut> : IOutputGuard<TIn, TOut>, IReloadableGuard
{
    public const string GuardName = "confidence";

    private readonly ConfidenceReading<TOut> _reading;
    private readonly ConfidenceSettings _built;
    private volatile ConfidenceSettings _settings;

    public ConfidenceGuard(ConfidenceReading<TOut> reading, double minimum, SafetyAction otherwise, ConfidenceThresholdOptions options)
    {
        if (!(options.Tolerance is >= 0 and <= 0.5))
        {
            throw new SafetyBuildException(
                FormattableString.Invariant($"Guard '{GuardName}': {nameof(options.Tolerance)} is {options.Tolerance}; expected 0 to 0.5."));
        }

        _reading = reading;
        _settings = _built = new(minimum, otherwise, options.Tolerance, options.OnFailure);
    }

    public string Name => GuardName;

    public string? FindFault(GuardSettings settings) =>
        SettingFaults.Find(settings, nameof(settings.Minimum), nameof(settings.Otherwise));

    public void Reload(GuardSettings settings) =>
        _settings = new(settings.Minimum ?? _built.Minimum, settings.Otherwise ?? _built.Otherwise, _built.Tolerance, settings.OnFailure ?? _built.OnFailure);

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        ConfidenceSettings settings = _settings;
        Evidence? invalid = _reading.TryRead(output, settings.Tolerance, out double confidence);
        if (invalid is not null)
        {
            return new(ConfidenceReading<TOut>.Refuse(invalid, settings.OnFailure));
        }

        // The limit is cast to float as a float confidence was, so that 0.7f reaches a minimum of 0.7.
        if (confidence >= settings.Minimum || confidence == (float)settings.Minimum)
        {
            return new(Verdict.Allow);
        }

        Evidence low = new("confidence.low", settings.LowMessage) { Score = confidence, Threshold = settings.Minimum };
        return new(Verdict.With(settings.Otherwise, low));
    }
}
