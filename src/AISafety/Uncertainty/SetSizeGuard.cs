using AISafety.Validation;

namespace AISafety.Uncertainty;

/// <summary>Stops sets that are empty or too large; see <see cref="PredictionSetExtensions"/>.</summary>
internal sealed class SetSizeGuard<TIn, TOut> : IOutputGuard<TIn, TOut>, IReloadableGuard
{
    public const string GuardName = "prediction-set";

    private readonly Func<TOut, int> _size;
    private readonly int _maximum;
    private readonly UncertaintySettings _settings;
    private readonly string _large;

    /// <exception cref="SafetyBuildException">The maximum or the action is out of range.</exception>
    public SetSizeGuard(Func<TOut, int> size, int maximum, SafetyAction otherwise)
    {
        if (maximum < 1)
        {
            throw new SafetyBuildException($"Guard '{GuardName}': the maximum is {maximum}; expected 1 or more.");
        }

        _size = size;
        _maximum = maximum;
        _settings = new(GuardName, otherwise);
        _large = $"The prediction set is larger than {maximum}.";
    }

    public string Name => GuardName;

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        int size = _size(output);
        if (size > 0 && size <= _maximum)
        {
            return new(Verdict.Allow);
        }

        Evidence evidence = size > 0
            ? new("prediction-set.large", _large) { Score = size, Threshold = _maximum }
            : new("prediction-set.empty", "The prediction set is empty: no label is likely enough.") { Score = size, Threshold = 1 };
        return new(Verdict.With(_settings.Otherwise, evidence));
    }

    public string? FindFault(GuardSettings settings) => UncertaintySettings.FindFault(settings);

    public void Reload(GuardSettings settings) => _settings.Reload(settings);
}
