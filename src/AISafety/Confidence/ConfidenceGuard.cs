using AISafety.Validation;

namespace AISafety.Confidence;

internal sealed class ConfidenceGuard<TIn, TOut> : IOutputGuard<TIn, TOut>
{
    public const string GuardName = "confidence";

    private readonly ConfidenceReading<TOut> _reading;
    private readonly FailurePolicy _onFailure;
    private volatile ConfidenceSettings _settings;

    public ConfidenceGuard(ConfidenceReading<TOut> reading, double minimum, SafetyAction otherwise, ConfidenceThresholdOptions options)
    {
        if (!(options.Tolerance is >= 0 and <= 0.5))
        {
            throw new SafetyBuildException(
                FormattableString.Invariant($"Guard '{GuardName}': {nameof(options.Tolerance)} is {options.Tolerance}; expected 0 to 0.5."));
        }

        _reading = reading;
        _onFailure = options.OnFailure;
        _settings = new(minimum, otherwise, options.Tolerance);
    }

    public string Name => GuardName;

    /// <summary>Takes effect with the next call; a call under way keeps the settings that it started with.</summary>
    public void Reload(ConfidenceSettings settings) => _settings = settings;

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        ConfidenceSettings settings = _settings;
        Evidence? invalid;
        double confidence;
        try
        {
            invalid = _reading.Read(output, settings.Tolerance, out confidence);
        }
        catch (Exception exception)
        {
            // The exception's own text may hold the output.
            Evidence thrown = new(
                ConfidenceReading<TOut>.InvalidCode, $"The confidence could not be read: it threw {exception.GetType().Name}.")
            {
                Exception = exception,
            };
            return new(_onFailure == FailurePolicy.FailOpen ? Verdict.Flag(thrown) : Verdict.Block(thrown));
        }

        if (invalid is not null)
        {
            return new(Verdict.Block(invalid));
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
