namespace AISafety.Rollout;

// What the registry is asked, and told.
public sealed partial class ModelRollout
{
    internal const string RegistryCode = "rollout.registry-differs";

    private readonly SemaphoreSlim _following = new(1, 1);
    private RolloutStatus? _followed;

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

        await _following.WaitAsync().ConfigureAwait(false);
        try
        {
            RolloutState state = _state;
            if (state.Events.Count == 0 || state.Status == _followed)
            {
                return;
            }

            if (await TryFollowAsync(link, state).ConfigureAwait(false) is { } fault)
            {
                _alerts.Raise(Part, new(RegistryCode, $"Rollout '{state.Name}' is {state.Status}, and the registry does not say so: {fault}", AlertSeverity.High) { ResolveAfter = TimeSpan.Zero });
                return;
            }

            _followed = state.Status;
            _alerts.End(Part, RegistryCode);
        }
        finally
        {
            _following.Release();
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
