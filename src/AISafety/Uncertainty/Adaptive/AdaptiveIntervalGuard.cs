using System.Globalization;
using AISafety.Validation;

namespace AISafety.Uncertainty;

/// <summary>Stops adaptive intervals that are too wide or empty, and remembers them for their outcomes.</summary>
internal sealed class AdaptiveIntervalGuard<TIn, TOut> : IOutputGuard<TIn, TOut>, IReloadableGuard
{
    public const string GuardName = "adaptive-interval";

    private readonly AdaptiveIntervals _intervals;
    private readonly Func<TOut, PredictionInterval> _read;
    private readonly double _maximum;
    private readonly UncertaintySettings _settings;
    private readonly string _wide;

    /// <exception cref="SafetyBuildException">The maximum or the action is out of range.</exception>
    public AdaptiveIntervalGuard(AdaptiveIntervals intervals, Func<TOut, PredictionInterval> read, double maximum, SafetyAction otherwise)
    {
        if (!(maximum >= 0))
        {
            throw new SafetyBuildException(string.Create(CultureInfo.InvariantCulture, $"Guard '{GuardName}': the maximum is {maximum}; expected a number of 0 or more."));
        }

        _intervals = intervals;
        _read = read;
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

        PredictionInterval interval = _read(output);
        double width = interval.Width;
        if (width >= 0 && width <= _maximum)
        {
            return new(Verdict.Allow);
        }

        if (double.IsNaN(width))
        {
            return new(Verdict.Block(new Evidence("adaptive-interval.invalid", "An end of the interval is no number.")));
        }

        // A call that is stopped is recorded without its output.
        _intervals.Stopped.Add(context.CallId, interval);
        Evidence evidence = width < 0
            ? new("adaptive-interval.empty", "The prediction interval is empty: intervals were too wide for too long.") { Score = width, Threshold = 0 }
            : new("adaptive-interval.wide", _wide) { Score = width, Threshold = _maximum };
        return new(Verdict.With(_settings.Otherwise, evidence));
    }

    public string? FindFault(GuardSettings settings) => UncertaintySettings.FindFault(settings);

    public void Reload(GuardSettings settings) => _settings.Reload(settings);
}
