using AISafety.Hosting;
using AISafety.Review;
using AISafety.Telemetry;

namespace AISafety;

// Thresholds that change while the model runs.
public sealed partial class SafeModel<TIn, TOut>
{
    private readonly GuardHandle[] _handles;
    private readonly Lock _reloading = new();
    private IReadOnlyDictionary<string, GuardSettings> _applied = new Dictionary<string, GuardSettings>();

    /// <summary>Changes how guards are treated and their thresholds, from the next verdict on; what guards and monitors have learned stays.</summary>
    /// <param name="settings">By guard name, all that is to differ from what the builder was told: a guard that is not named, and a setting that is null, is as it was
    /// built. Guards of the same name share their settings.</param>
    /// <returns>What cannot be taken: a name that no guard has, a setting that a guard does not have, a value out of range. If there is any,
    /// nothing was changed; empty if everything was.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> or one of its values is null.</exception>
    /// <remarks>What a guard of your own throws is rethrown, after all guards were put back.</remarks>
    public IReadOnlyList<string> Reload(IReadOnlyDictionary<string, GuardSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        lock (_reloading)
        {
            List<string> faults = FindFaults(settings);
            if (faults.Count == 0)
            {
                try
                {
                    foreach (GuardHandle handle in _handles)
                    {
                        handle.Reload(Of(settings, handle));
                    }

                    _applied = settings.ToDictionary();
                }
                catch
                {
                    Restore(_applied);
                    throw;
                }
            }

            return faults;
        }
    }

    string IHostedModel.Name => _telemetry.Name;

    SafetyLog IHostedModel.Log => _telemetry.Log;

    IReadOnlyList<string> IHostedModel.FindFaults(IReadOnlyDictionary<string, GuardSettings> settings) => FindFaults(settings);

    IEnumerable<IReloadableGuard> IHostedModel.Reloadable => _handles.Select(handle => handle.Reloadable).OfType<IReloadableGuard>();

    void IHostedModel.Restore(IReadOnlyDictionary<string, GuardSettings> settings)
    {
        lock (_reloading)
        {
            Restore(settings);
        }
    }

    void IHostedModel.ExpireReviews() => (Reviews as IExpiringReviewQueue)?.ExpireDue();

    /// <summary>Goes back. A guard that throws now as well is left with what it has; the others are put back all the same.</summary>
    private void Restore(IReadOnlyDictionary<string, GuardSettings> settings)
    {
        _applied = settings;
        foreach (GuardHandle handle in _handles)
        {
            try
            {
                handle.Reload(Of(settings, handle));
            }
            catch (Exception exception)
            {
                _telemetry.Log.ReloadRefused($"guard '{handle.Name}' threw {exception.GetType().Name} when it was to be put back.");
            }
        }
    }

    private static GuardSettings Of(IReadOnlyDictionary<string, GuardSettings> settings, GuardHandle handle) =>
        settings.TryGetValue(handle.Name, out GuardSettings? one) ? one : new();

    private List<string> FindFaults(IReadOnlyDictionary<string, GuardSettings> settings)
    {
        List<string> faults = [];
        foreach ((string name, GuardSettings one) in settings)
        {
            ArgumentNullException.ThrowIfNull(one, nameof(settings));
            AddFaults(name, one, faults);
        }

        return faults;
    }

    private void AddFaults(string name, GuardSettings settings, List<string> faults)
    {
        bool isKnown = false;
        foreach (GuardHandle handle in _handles)
        {
            if (handle.Name == name)
            {
                isKnown = true;
                if (handle.FindFault(settings) is { } fault)
                {
                    faults.Add(fault);
                }
            }
        }

        if (!isKnown)
        {
            string known = _handles.Length == 0 ? "none" : string.Join(", ", _handles.Select(handle => handle.Name).Distinct());
            faults.Add($"There is no guard called '{name}'. There are: {known}.");
        }
    }
}
