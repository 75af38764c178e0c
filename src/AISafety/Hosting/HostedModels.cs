using AISafety.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AISafety.Hosting;

/// <summary>The safe models that a service provider has made: keeps their settings up to date.</summary>
internal sealed class HostedModels : IDisposable
{
    private readonly SettingsSource _source;
    private readonly SafetyLog _log;
    private readonly IDisposable? _registration;
    private readonly Lock _lock = new();
    private readonly List<IHostedModel> _models = [];
    private SafetySettings _settings;

    public HostedModels(SettingsSource source, ILoggerFactory? loggers)
    {
        _source = source;
        _log = new((ILogger?)loggers?.CreateLogger(SafetyLog.Category) ?? NullLogger.Instance, false);

        // Whoever tells of a change from here on waits for the lock, so that none is lost between reading and listening.
        lock (_lock)
        {
            _registration = source.OnChange(Reload);
            try
            {
                _settings = source.Read();
            }
            catch
            {
                _registration?.Dispose();
                throw;
            }
        }
    }

    /// <summary>What is said of a model; empty settings if nothing is.</summary>
    public ModelSettings SettingsOf(string name)
    {
        lock (_lock)
        {
            return Of(_settings, name);
        }
    }

    /// <summary>Takes in a model that was just built.</summary>
    /// <exception cref="OptionsValidationException">It cannot have the settings that are said of it.</exception>
    public void Add(IHostedModel model)
    {
        lock (_lock)
        {
            Dictionary<string, GuardSettings> guards = GuardsOf(_settings, model);
            RequireOwn(model, guards);
            if (guards.Count > 0)
            {
                RequireNone(WithKeys(model, model.Reload(guards)));
            }

            _models.Add(model);
        }
    }

    /// <summary>Hands what was recorded to the monitors.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (IHostedModel model in Snapshot())
        {
            try
            {
                await model.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The other models are to be flushed all the same, and the host is to stop.
                model.Log.FlushFailed(model.Name, exception);
            }
        }
    }

    /// <summary>Expires what has waited too long for a person.</summary>
    public void ExpireReviews()
    {
        foreach (IHostedModel model in Snapshot())
        {
            try
            {
                model.ExpireReviews();
            }
            catch (Exception exception)
            {
                // A review queue may be foreign code; the timer goes on for the other models.
                model.Log.ExpiryFailed(model.Name, exception);
            }
        }
    }

    public void Dispose() => _registration?.Dispose();

    /// <summary>All models take the new settings, or none does.</summary>
    private void Reload()
    {
        lock (_lock)
        {
            try
            {
                SafetySettings settings = _source.Read();
                RequireNone(_models.SelectMany(model => WithKeys(model, model.FindFaults(GuardsOf(settings, model)))));
                Apply(settings);
                _settings = settings;
            }
            catch (OptionsValidationException exception)
            {
                _log.ReloadRefused(string.Join("; ", exception.Failures));
            }
            catch (Exception exception)
            {
                // Whatever configuration or a guard of the user's throws: the old settings stay, and the process lives.
                _log.ReloadRefused($"{exception.GetType().Name} was thrown.");
            }
        }
    }

    /// <summary>Reloads the models for which something has changed; where one of them throws, all are put back.</summary>
    private void Apply(SafetySettings settings)
    {
        // Configuration also tells of changes that are none of ours.
        IHostedModel[] changed = [.. _models.Where(model => !AreSame(GuardsOf(_settings, model), GuardsOf(settings, model)))];
        try
        {
            foreach (IHostedModel model in changed)
            {
                model.Reload(GuardsOf(settings, model));
            }
        }
        catch
        {
            foreach (IHostedModel model in changed)
            {
                model.Restore(GuardsOf(_settings, model));
            }

            throw;
        }

        foreach (IHostedModel model in changed)
        {
            model.Log.SettingsReloaded(model.Name);
        }
    }

    /// <summary>Refuses a guard that two models share where configuration speaks of it for one of them: it could not have both thresholds.</summary>
    private void RequireOwn(IHostedModel model, Dictionary<string, GuardSettings> settings)
    {
        foreach (IHostedModel other in _models)
        {
            foreach (IReloadableGuard guard in model.Reloadable.Intersect(other.Reloadable))
            {
                if (settings.ContainsKey(guard.Name) || GuardsOf(_settings, other).ContainsKey(guard.Name))
                {
                    throw new SafetyBuildException(
                        $"Guard '{guard.Name}' is one object in this model and in model '{other.Name}', and configuration has settings of it: they could not differ. Give each model a guard of its own.");
                }
            }
        }
    }

    private static bool AreSame(Dictionary<string, GuardSettings> a, Dictionary<string, GuardSettings> b) =>
        a.Count == b.Count && a.All(one => b.TryGetValue(one.Key, out GuardSettings? other) && one.Value.SaysTheSameAs(other));

    private IHostedModel[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _models];
        }
    }

    private IEnumerable<string> WithKeys(IHostedModel model, IReadOnlyList<string> faults) => faults.Select(fault => $"{_source.KeyOf(model.Name)}:Guards: {fault}");

    private static void RequireNone(IEnumerable<string> faults)
    {
        string[] all = [.. faults];
        if (all.Length > 0)
        {
            throw SettingsSource.Invalid(all);
        }
    }

    private static Dictionary<string, GuardSettings> GuardsOf(SafetySettings settings, IHostedModel model) => Of(settings, model.Name).Guards;

    private static ModelSettings Of(SafetySettings settings, string name) => settings.Models.TryGetValue(name, out ModelSettings? model) ? model : new();
}
