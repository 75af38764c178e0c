using System.Globalization;
using AISafety.Validation;

namespace AISafety.Uncertainty;

/// <summary>Stops intervals that are too wide; see <see cref="PredictionIntervalExtensions"/>.</summary>
internal sealed class IntervalWidthGuard<TIn, TOut> : IOutputGuard<TIn, TOut>, IReloadableGuard
{
    public const string GuardName = "prediction-interval";

    private readonly Func<TOut, double> _width;
    private readonly double _maximum;
    private readonly UncertaintySettings _settings;
    private readonly string _wide;

    /// <exception cref="SafetyBuildException">The maximum or the action is out of range.</exception>
    public IntervalWidthGuard(Func<TOut, double> width, double maximum, SafetyAction otherwise)
    {
        if (!(maximum >= 0 && double.IsFinite(maximum)))
        {
            throw new SafetyBuildException(string.Create(
                CultureInfo.InvariantCulture, $"Guard '{GuardName}': the maximum is {maximum}; expected a finite number of 0 or more."));
        }

        _width = width;
        _maximum = maximum;
        _settings = new(GuardName, otherwise);
        _wide = string.Create(CultureInfo.InvariantCulture, $"The prediction interval is wider than {maximum}.");
    }

    public string Name => GuardName;

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        double width = _width(output);
        if (width >= 0 && width <= _maximum)
        {
            return new(Verdict.Allow);
        }

        return width >= 0
            ? new(Verdict.With(_settings.Otherwise, new Evidence("prediction-interval.wide", _wide) { Score = width, Threshold = _maximum }))
            : new(Verdict.Block(new Evidence("prediction-interval.invalid", "The interval has no width: an end is no number, or they are the wrong way round.") { Score = width }));
    }

    public string? FindFault(GuardSettings settings) => UncertaintySettings.FindFault(settings);

    public void Reload(GuardSettings settings) => _settings.Reload(settings);
}
