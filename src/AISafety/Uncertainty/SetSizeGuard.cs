using AISafety.Validation;

namespace AISafety.Uncertainty;

/// <summary>Stops sets that are empty or too large; see <see cref="PredictionSetExtensions"/> and <see cref="AdaptiveSetExtensions"/>.</summary>
internal sealed class SetSizeGuard<TIn, TOut> : IOutputGuard<TIn, TOut>, IReloadableGuard
{
    private readonly Func<TOut, int> _size;
    private readonly int _maximum;
    private readonly UncertaintySettings _settings;
    private readonly Action<CallId, TOut>? _onStopped;
    private readonly string _large;

    /// <param name="name">The guard's name, which its codes begin with.</param>
    /// <param name="size">Reads how many labels there are.</param>
    /// <param name="maximum">The most labels that are allowed; 1 or more.</param>
    /// <param name="otherwise">What another size means.</param>
    /// <param name="onStopped">Told of sets of another size, before the verdict; null if nobody is.</param>
    /// <exception cref="SafetyBuildException">The maximum or the action is out of range.</exception>
    public SetSizeGuard(string name, Func<TOut, int> size, int maximum, SafetyAction otherwise, Action<CallId, TOut>? onStopped = null)
    {
        if (maximum < 1)
        {
            throw new SafetyBuildException($"Guard '{name}': the maximum is {maximum}; expected 1 or more.");
        }

        Name = name;
        _size = size;
        _maximum = maximum;
        _settings = new(name, otherwise);
        _onStopped = onStopped;
        _large = $"The prediction set is larger than {maximum}.";
    }

    public string Name { get; }

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

        // What answers a refused call is no answer of the model.
        if (!context.JudgesFallback)
        {
            _onStopped?.Invoke(context.CallId, output);
        }

        Evidence evidence = size > 0
            ? new($"{Name}.large", _large) { Score = size, Threshold = _maximum }
            : new($"{Name}.empty", "The prediction set is empty: no label is likely enough.") { Score = size, Threshold = 1 };
        return new(Verdict.With(_settings.Otherwise, evidence));
    }

    public string? FindFault(GuardSettings settings) => UncertaintySettings.FindFault(settings);

    public void Reload(GuardSettings settings) => _settings.Reload(settings);
}
