namespace AISafety.Rollout;

// What is taken over from the store, and who hears of it.
public sealed partial class ModelRollout
{
    private readonly Queue<(RolloutState Before, RolloutState After)> _tidings = new();
    private bool _isTelling;

    /// <summary>Takes over a state, if it is newer than the one that is known.</summary>
    private void Adopt(RolloutState state)
    {
        lock (_lock)
        {
            _isBlind = false;
            if (state.Revision > _state.Revision)
            {
                if (_state.Status == RolloutStatus.Draining && state.Status is RolloutStatus.Running or RolloutStatus.Promoted)
                {
                    InBackground(AcceptShiftsAsync);
                }

                _tidings.Enqueue((_state, state));
                _state = state;
                _withdrawal = state.Status == RolloutStatus.RolledBack ? null : _withdrawal;
                if (_options.Registry is not null)
                {
                    InBackground(FollowAsync);
                }
            }

            SetShare();
        }

        Tell();
    }

    private Task AcceptShiftsAsync()
    {
        if (_judge is { } judge)
        {
            lock (judge)
            {
                judge.AcceptShifts();
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Tells of changes in their order, outside every lock: handlers are foreign code. Who finds another telling leaves it to it.</summary>
    private void Tell()
    {
        while (true)
        {
            RolloutState before;
            RolloutState state;
            lock (_lock)
            {
                if (_isTelling || !_tidings.TryDequeue(out (RolloutState Before, RolloutState After) tidings))
                {
                    return;
                }

                _isTelling = true;
                (before, state) = tidings;
            }

            try
            {
                Tell(before, state);
            }
            finally
            {
                lock (_lock)
                {
                    _isTelling = false;
                }
            }
        }
    }

    private void Tell(RolloutState before, RolloutState state)
    {
        if (state.Events.Count == 0 || (before.Events.Count > 0 && before.Events[^1] == state.Events[^1]))
        {
            return;
        }

        RolloutEvent last = state.Events[^1];
        _telemetry.Changed(last);
        if (state.Status != RolloutStatus.Running || state.Step != before.Step)
        {
            _refusal = null;
            _alerts.End(Part, PromotionCode);
        }

        if (state.Status == RolloutStatus.RolledBack)
        {
            _alerts.End(Part, DrainingCode);
            RaiseRolledBack(state);
        }
        else if (state.Status == RolloutStatus.Draining)
        {
            _alerts.Raise(Part, new(DrainingCode, $"Rollout '{state.Name}': version {state.CandidateVersion} was {last.Change}: {last.Reason}.", AlertSeverity.Medium) { ResolveAfter = TimeSpan.Zero });
        }
        else
        {
            _alerts.End(Part, DrainingCode);
        }
    }

    private void RaiseRolledBack(RolloutState state)
    {
        RolloutEvent last = state.Events[^1];
        _alerts.Raise(Part, new(RolledBackCode, $"Rollout '{state.Name}': version {state.CandidateVersion} was rolled back to {state.StableVersion} by {last.Actor}: {last.Reason}.", AlertSeverity.High)
        {
            ResolveAfter = TimeSpan.Zero,
            Since = state.Events[0].At,
            SetOffBy = Incidents.ContainmentReason.Of(last.Actor, last.Reason),
        });
    }

    private void InBackground(Func<Task> work)
    {
        lock (_lock)
        {
            Task quiet = Task.Run(() => QuietAsync(work));
            _background = _background.IsCompleted ? quiet : Task.WhenAll(_background, quiet);
        }
    }

    private async Task QuietAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (SafetyBuildException exception)
        {
            _alerts.Raise(Part, new(PlanCode, exception.Message, AlertSeverity.High));
        }
        catch (Exception exception)
        {
            _alerts.Raise(Part, new(StoreCode, $"Rollout '{_options.Name}': its state, or the registry, could not be read or written ({(exception is InvalidDataException ? exception.Message.TrimEnd('.') : exception.GetType().Name)}); what was decided holds in this process, and is tried again.", AlertSeverity.High) { Exception = exception });
        }
    }
}
