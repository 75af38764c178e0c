namespace AISafety.Rollout;

// The state that processes share: read, changed and written.
public sealed partial class ModelRollout
{
    private const int MostAttempts = 50;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _paying = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Queue<Func<RolloutState, RolloutState?>> _owed = new();
    private ITimer? _timer;
    private Task _background = Task.CompletedTask;
    private bool _isWithdrawn;
    private bool _isClosed;

    /// <summary>Reads the state and takes part. With a store that answers at once, a fault is thrown at once.</summary>
    /// <exception cref="SafetyBuildException">The stored rollout has another plan or other versions.</exception>
    internal void Begin()
    {
        Task joining = JoinAsync();
        if (joining.IsCompleted)
        {
            joining.GetAwaiter().GetResult();
        }
        else
        {
            InBackground(joining);
        }

        _timer = _timeProvider.CreateTimer(static rollout => ((ModelRollout)rollout!).Tick(), this, _options.PollInterval, _options.PollInterval);
    }

    /// <inheritdoc/>
    async Task IClosesWithModel.FlushAsync(CancellationToken cancellationToken)
    {
        Task background;
        lock (_lock)
        {
            background = _background;
        }

        await background.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    async Task IClosesWithModel.CloseAsync(TimeSpan longest)
    {
        Task background;
        lock (_lock)
        {
            _isClosed = true;
            background = _background;
        }

        _timer?.Dispose();
        try
        {
            await background.WaitAsync(longest, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What could not be written in time holds no longer than this process.
        }
    }

    /// <summary>Takes the candidate out at once, whatever the store may do.</summary>
    private void Withdraw()
    {
        lock (_lock)
        {
            _isWithdrawn = true;
            Volatile.Write(ref _share, 0);
        }
    }

    /// <summary>Has a change written, now or when the store can be reached again.</summary>
    private void Owe(Func<RolloutState, RolloutState?> change)
    {
        lock (_lock)
        {
            _owed.Enqueue(change);
        }

        InBackground(PayAsync());
    }

    /// <summary>Makes the changes that are owed, one after the other and each once; what fails stays owed.</summary>
    private async Task PayAsync()
    {
        await _paying.WaitAsync().ConfigureAwait(false);
        try
        {
            while (Owed is { } change)
            {
                await ChangeAsync(change, "", CancellationToken.None).ConfigureAwait(false);
                lock (_lock)
                {
                    _owed.Dequeue();
                }
            }
        }
        finally
        {
            _paying.Release();
        }
    }

    private Func<RolloutState, RolloutState?>? Owed
    {
        get
        {
            lock (_lock)
            {
                return _owed.TryPeek(out Func<RolloutState, RolloutState?>? change) ? change : null;
            }
        }
    }

    private void Tick()
    {
        if (!_isClosed)
        {
            InBackground(PollAsync());
        }
    }

    private async Task PollAsync()
    {
        if (_judge is null)
        {
            await JoinAsync().ConfigureAwait(false);
        }
        else if (_options.Store is not null && await _store.LoadAsync(_options.Name, CancellationToken.None).ConfigureAwait(false) is { } stored)
        {
            Adopt(stored);
        }

        await PayAsync().ConfigureAwait(false);
        _alerts.End(Part, StoreCode);
        DrainFurther();
    }

    private async Task JoinAsync()
    {
        RolloutChange joined = await ChangeAsync(state => RolloutTransitions.Join(state, _options, Now), "", CancellationToken.None).ConfigureAwait(false);
        double part = AlphaShare.Of(joined.State.Lives, _options.Processes);
        _judge = new(_options.Gates, part * _options.Alpha, part * _options.PromotionAlpha, part * _options.SampleRatioAlpha, _options.CallsPerKey, _options.KeyCapacity);
        lock (_lock)
        {
            Volatile.Write(ref _share, _isWithdrawn ? 0 : _state.Share);
        }
    }

    /// <summary>Reads, changes and writes, again and again while others write in between.</summary>
    private async Task<RolloutChange> ChangeAsync(Func<RolloutState, RolloutState?> change, string refusal, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (int attempt = 0; attempt < MostAttempts; attempt++)
            {
                RolloutState current = await _store.LoadAsync(_options.Name, cancellationToken).ConfigureAwait(false)
                    ?? new(_options.Name, _options.StableVersion, _options.CandidateVersion, _plan);
                RequireSamePlan(current);
                if (change(current) is not { } next)
                {
                    Adopt(current);
                    return new(false, current, refusal);
                }

                next = next with { Revision = current.Revision + 1 };
                if (await _store.TrySaveAsync(next, current.Revision, cancellationToken).ConfigureAwait(false))
                {
                    Adopt(next);
                    return new(true, next, null);
                }
            }

            return new(false, _state, $"Others changed the rollout {MostAttempts} times in between; try again.");
        }
        finally
        {
            _turn.Release();
        }
    }

    private void RequireSamePlan(RolloutState state)
    {
        if (state.Plan != _plan || state.StableVersion != _options.StableVersion || state.CandidateVersion != _options.CandidateVersion)
        {
            throw new SafetyBuildException(
                $"Rollout '{_options.Name}' is stored with {state.CandidateVersion} against {state.StableVersion} and plan {state.Plan}, but this process has {_options.CandidateVersion} against {_options.StableVersion} and plan {_plan}. Give it another name.");
        }
    }

    /// <summary>Takes over a state, if it is newer than the one that is known.</summary>
    private void Adopt(RolloutState state)
    {
        RolloutState before;
        lock (_lock)
        {
            before = _state;
            if (state.Revision <= before.Revision)
            {
                return;
            }

            _state = state;
            _isWithdrawn &= state.Status != RolloutStatus.RolledBack;
            Volatile.Write(ref _share, _isWithdrawn || _judge is null ? 0 : state.Share);
        }

        Tell(before, state);
    }

    private void Tell(RolloutState before, RolloutState state)
    {
        if (state.Events.Count == 0 || state.Events[^1] is var last && before.Events.Count > 0 && before.Events[^1] == last)
        {
            return;
        }

        _telemetry.Changed(last);
        if (state.Status == RolloutStatus.RolledBack)
        {
            _alerts.End(Part, DrainingCode);
            _alerts.Raise(Part, new(RolledBackCode, $"Rollout '{state.Name}': version {state.CandidateVersion} was rolled back to {state.StableVersion} by {last.Actor}: {last.Reason}.", AlertSeverity.High) { ResolveAfter = TimeSpan.Zero, Since = state.Events[0].At });
        }
        else if (state.Status == RolloutStatus.Draining)
        {
            _alerts.Raise(Part, new(DrainingCode, $"Rollout '{state.Name}': version {state.CandidateVersion} was {last.Change}: {last.Reason}.", AlertSeverity.Medium));
        }
        else
        {
            _alerts.End(Part, DrainingCode);
        }
    }

    private void InBackground(Task task)
    {
        lock (_lock)
        {
            _background = Task.WhenAll(_background.IsCompleted ? Task.CompletedTask : _background, Quiet(task));
        }
    }

    private async Task Quiet(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _alerts.Raise(Part, new(StoreCode, $"Rollout '{_options.Name}': its state could not be read or written ({exception.GetType().Name}); what was decided holds in this process, and is tried again.", AlertSeverity.High) { Exception = exception });
        }
    }
}
