using System.Globalization;
using AISafety.Validation;

namespace AISafety.Uncertainty;

/// <summary>Stops intervals that are too wide, or are none; see <see cref="PredictionIntervalExtensions"/> and <see cref="AdaptiveIntervalExtensions"/>.</summary>
internal sealed class IntervalWidthGuard<TIn, TOut> : IOutputGuard<TIn, TOut>, IReloadableGuard
{
    private readonly Func<TOut, double> _width;
    private readonly double _maximum;
    private readonly UncertaintySettings _settings;
    private readonly Action<CallId, TOut>? _onStopped;
    private readonly string _wide;

    /// <param name="name">The guard's name, which its codes begin with.</param>
    /// <param name="width">Reads the width. Negative: the interval is empty where intervals adapt, and no interval where they do not.</param>
    /// <param name="maximum">The greatest width that is allowed; 0 or more, and finite where intervals do not adapt.</param>
    /// <param name="otherwise">What happens to a wider one.</param>
    /// <param name="onStopped">Told of intervals that are too wide or empty, before the verdict; null where intervals do not adapt.</param>
    /// <exception cref="SafetyBuildException">The maximum or the action is out of range.</exception>
    public IntervalWidthGuard(string name, Func<TOut, double> width, double maximum, SafetyAction otherwise, Action<CallId, TOut>? onStopped = null)
    {
        if (!(maximum >= 0 && (onStopped is not null || double.IsFinite(maximum))))
        {
            throw new SafetyBuildException(string.Create(
                CultureInfo.InvariantCulture, $"Guard '{name}': the maximum is {maximum}; expected a {(onStopped is null ? "finite " : "")}number of 0 or more."));
        }

        Name = name;
        _width = width;
        _maximum = maximum;
        _settings = new(name, otherwise);
        _onStopped = onStopped;
        _wide = string.Create(CultureInfo.InvariantCulture, $"The prediction interval is wider than {maximum}.");
    }

    public string Name { get; }

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

        if (double.IsNaN(width) || (width < 0 && _onStopped is null))
        {
            return new(Verdict.Block(new Evidence($"{Name}.invalid", "The interval has no width: an end is no number, or they are the wrong way round.") { Score = width }));
        }

        // What answers a refused call is no answer of the model.
        if (!context.JudgesFallback)
        {
            _onStopped?.Invoke(context.CallId, output);
        }

        return new(Verdict.With(_settings.Otherwise, width < 0
            ? new Evidence($"{Name}.empty", "The prediction interval is empty: intervals were too wide for too long.") { Score = width, Threshold = 0 }
            : new Evidence($"{Name}.wide", _wide) { Score = width, Threshold = _maximum }));
    }

    public string? FindFault(GuardSettings settings) => UncertaintySettings.FindFault(settings);

    public void Reload(GuardSettings settings) => _settings.Reload(settings);
}
