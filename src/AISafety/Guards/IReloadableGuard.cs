namespace AISafety;

/// <summary>A guard whose thresholds can be changed while it runs, without losing what it has learned.</summary>
/// <remarks>The engine itself changes <see cref="GuardSettings.Mode"/>, <see cref="GuardSettings.OnFailure"/> and <see cref="GuardSettings.TimeBudget"/>; a guard
/// takes care of the others, and need not implement this if it has none of them.</remarks>
public interface IReloadableGuard : ISafetyGuard
{
    /// <summary>Says what of the settings the guard cannot take, and changes nothing.</summary>
    /// <param name="settings">The settings. A setting that the guard does not have must be null.</param>
    /// <returns>The name of the setting, what it is, and what was expected; null if the guard can take all of them.</returns>
    string? FindFault(GuardSettings settings);

    /// <summary>Takes settings in which <see cref="FindFault"/> found nothing, from the guard's next verdict on. What is
    /// null is again as the guard was built. Called by one thread at a time, while others call the guard.</summary>
    /// <param name="settings">The settings.</param>
    void Reload(GuardSettings settings);
}
