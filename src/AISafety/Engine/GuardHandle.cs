namespace AISafety;

/// <summary>What of a guard may change while calls are under way.</summary>
internal sealed class GuardHandle
{
    private readonly ISafetyGuard _guard;
    private readonly GuardTerms _built;
    private volatile GuardTerms _terms;

    public GuardHandle(ISafetyGuard guard, GuardTerms built)
    {
        _guard = guard;
        _built = built;
        _terms = built;
    }

    public GuardTerms Terms => _terms;

    public string Name => _built.Name;

    public IReloadableGuard? Reloadable => _guard as IReloadableGuard;

    /// <summary>Says what of the settings cannot be taken; null if all can.</summary>
    public string? FindFault(GuardSettings settings)
    {
        string? fault = _built.With(settings).FindFault() ?? (Reloadable is { } reloadable ? reloadable.FindFault(settings) : SettingFaults.Find(settings));
        return fault is null ? null : $"Guard '{Name}': {fault}.";
    }

    public void Reload(GuardSettings settings)
    {
        _terms = _built.With(settings);
        Reloadable?.Reload(settings);
    }
}
