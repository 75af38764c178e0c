namespace AISafety.Rollout;

// What the registry is asked, and told.
public sealed partial class ModelRollout
{
    internal const string RegistryCode = "rollout.registry-differs";

    private readonly SemaphoreSlim _following = new(1, 1);
    private volatile int _followed = -1;

    /// <summary>Refuses to begin with a candidate that the registry does not know, or that was rejected there.</summary>
    /// <exception cref="SafetyBuildException">So it is.</exception>
    private async Task RequireRegisteredAsync()
    {
        if (_options.Registry is not { } link
            || (await LoadAsync(CancellationToken.None).ConfigureAwait(false)).Status is RolloutStatus.Promoted or RolloutStatus.RolledBack)
        {
            return;
        }

        if (await PatientAsync(link.FindObstacleAsync(_options, CancellationToken.None), s_storePatience, CancellationToken.None).ConfigureAwait(false) is { } obstacle)
        {
            throw new SafetyBuildException($"Rollout '{_options.Name}': {obstacle}");
        }
    }

    /// <summary>Has the registry say what has become of the candidate. What fails is tried again at every poll.</summary>
    private async Task FollowAsync()
    {
        if (_options.Registry is not { } link)
        {
            return;
        }

        // One at a time: a registry that hangs is asked by one, who looks again when it is done.
        while (_state is { Events.Count: > 0 } state && (int)state.Status != _followed && _following.Wait(0))
        {
            try
            {
                if (await TryFollowAsync(link, state).ConfigureAwait(false) is { } fault)
                {
                    _alerts.Raise(Part, new(RegistryCode, $"Rollout '{state.Name}' is {state.Status}, and the registry does not say so: {fault}", AlertSeverity.High) { ResolveAfter = TimeSpan.Zero });
                    if (_state.Status == state.Status)
                    {
                        return;
                    }
                }
                else
                {
                    _followed = (int)state.Status;
                    _alerts.End(Part, RegistryCode);
                }
            }
            finally
            {
                _following.Release();
            }
        }
    }

    private async Task<string?> TryFollowAsync(RegistryLink link, RolloutState state)
    {
        try
        {
            return await PatientAsync(link.FollowAsync(state, CancellationToken.None), s_storePatience, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return $"it could not be read or written ({exception.GetType().Name}).";
        }
    }
}
