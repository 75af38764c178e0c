namespace AISafety.Uncertainty;

/// <summary>What the guards of sets and intervals share: the action, which can be changed while they run.</summary>
internal sealed class UncertaintySettings
{
    private readonly SafetyAction _built;
    private volatile SafetyAction _current;

    /// <exception cref="SafetyBuildException">The action is none of flag, review and block.</exception>
    public UncertaintySettings(string guard, SafetyAction otherwise)
    {
        if (SettingFaults.Otherwise(otherwise) is not null)
        {
            throw new SafetyBuildException($"Guard '{guard}': the action is {otherwise}; expected Flag, Review or Block.");
        }

        _built = otherwise;
        _current = otherwise;
    }

    public SafetyAction Otherwise => _current;

    public static string? FindFault(GuardSettings settings) =>
        SettingFaults.Find(settings, nameof(settings.Otherwise));

    public void Reload(GuardSettings settings) => _current = settings.Otherwise ?? _built;
}
