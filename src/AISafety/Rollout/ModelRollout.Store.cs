namespace AISafety.Rollout;

// The state that processes share: read, changed and written.
public sealed partial class ModelRollout
{
    private const int MostAttempts = 50;
    private static readonly TimeSpan s_storePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_buildPatience = TimeSpan.FromSeconds(2);
    private static readonly string s_busy = $"Others changed the rollout {MostAttempts} times in between; try again.";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private Task _background = Task.CompletedTask;
    private long _lastRead;
    private RolloutEvent? _withdrawal;
    private bool _isClosed;
    private volatile bool _isBlind;
    private int _isPolling;

    private bool IsWithdrawn
    {
        get
        {
            lock (_lock)
            {
                return _withdrawal is not null;
            }
        }
    }

    /// <summary>Reads the state and takes part, which spends a life: the last thing of a Build. A plan that differs is thrown if the store answers within 2 seconds; whatever else is wrong with the store is an alert, and tried again.</summary>
    /// <exception cref="SafetyBuildException">The stored rollout has another plan or other versions.</exception>
    internal void Begin()
    {
        NoteRead();
        Task joining = WithoutContext(JoinAsync);

        // By the system's clock: nobody moves another while a model is built.
        Task.WaitAny([joining], s_buildPatience);
        if (joining.Exception?.InnerException is SafetyBuildException refusal)
        {
            throw refusal;
        }

        if (!joining.IsCompletedSuccessfully)
        {
            Volatile.Write(ref _isPolling, 1);
            InBackground(() => PollEndAsync(joining));
        }

        _timer = _timeProvider.CreateTimer(static rollout => ((ModelRollout)rollout!).Tick(), this, _options.PollInterval, _options.PollInterval);
    }

    /// <inheritdoc/>
    async Task IClosesWithModel.FlushAsync(CancellationToken cancellationToken)
    {
        Look(long.MaxValue);
        await IdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    async Task IClosesWithModel.CloseAsync(TimeSpan longest)
    {
        Look(long.MaxValue);
        lock (_lock)
        {
            _isClosed = true;
        }

        _timer?.Dispose();
        try
        {
            await IdleAsync().WaitAsync(longest, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What could not be written in time holds no longer than this process.
        }
    }

    private async Task IdleAsync()
    {
        while (true)
        {
            Task background;
            lock (_lock)
            {
                background = _background;
            }

            await background.ConfigureAwait(false);
            lock (_lock)
            {
                if (_background == background)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Begins work that is waited for here, so that it must not want this thread back.</summary>
    private static Task WithoutContext(Func<Task> work)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Takes the candidate out at once, and says so, whatever the store may do.</summary>
    private void Withdraw(string actor, string reason)
    {
        RolloutState state;
        lock (_lock)
        {
            if (_withdrawal is not null || _state.Status == RolloutStatus.RolledBack)
            {
                return;
            }

            _withdrawal = new(Now, actor, "rolled back", reason);
            SetShare();
            state = _shown;
        }

        RaiseRolledBack(state);
    }

    /// <summary>Within the lock.</summary>
    private void SetShare()
    {
        Volatile.Write(ref _share, _withdrawal is not null || _isBlind || _judge is null ? 0 : _state.Share);
        _shown = _withdrawal is { } withdrawal ? _state.After(withdrawal) with { Status = RolloutStatus.RolledBack, Share = 0, Since = withdrawal.At }
            : _judge is null ? _state with { Status = RolloutStatus.Joining, Share = 0 }
            : _state;
    }

    private void NoteRead() => Volatile.Write(ref _lastRead, _timeProvider.GetTimestamp());

    private void Tick()
    {
        if (_isClosed)
        {
            return;
        }

        if (Interlocked.Exchange(ref _isPolling, 1) == 0)
        {
            InBackground(() => PollEndAsync(PollAsync()));
        }
        else
        {
            // The last poll has not come back: the store hangs.
            BlindIfSilent();
        }
    }

    private void BlindIfSilent()
    {
        lock (_lock)
        {
            if (_timeProvider.GetElapsedTime(Volatile.Read(ref _lastRead)) <= _options.MaxStoreSilence)
            {
                return;
            }

            _isBlind = true;
            SetShare();
        }

        _alerts.Raise(Part, new(StoreCode, $"Rollout '{_options.Name}': its state could not be read for {_options.MaxStoreSilence}; the stable version answers until it can be.", AlertSeverity.High));
    }

    private async Task PollEndAsync(Task poll)
    {
        try
        {
            await poll.ConfigureAwait(false);
        }
        finally
        {
            BlindIfSilent();
            Volatile.Write(ref _isPolling, 0);
        }
    }

    private async Task PollAsync()
    {
        // What is owed goes first: a registry that refuses the rollout does not keep a rollback from being written.
        await PayAsync().ConfigureAwait(false);
        if (_judge is null)
        {
            await JoinAsync().ConfigureAwait(false);
        }
        else
        {
            Adopt(await LoadAsync(CancellationToken.None).ConfigureAwait(false));
        }

        // Beside the poll: a registry that hangs must not keep this process from hearing of a rollback.
        InBackground(FollowAsync);
        _alerts.End(Part, StoreCode);
        _alerts.End(Part, PlanCode);
        Look();
        DrainFurther();
    }

    private async Task JoinAsync()
    {
        await RequireRegisteredAsync().ConfigureAwait(false);
        RolloutChange joined = await ChangeAsync(state => RolloutTransitions.Join(state, _options, Now), "", CancellationToken.None).ConfigureAwait(false);
        if (!joined.IsDone)
        {
            // No life was counted: it is tried again at the next tick.
            return;
        }

        double part = AlphaShare.Of(joined.State.Lives, _options.Processes);
        _judge = new(_options.Gates, part * _options.Alpha, part * _options.PromotionAlpha, part * _options.SampleRatioAlpha, _options.CallsPerKey, _options.KeyCapacity);
        lock (_lock)
        {
            SetShare();
        }
    }

    /// <summary>Reads, changes and writes, again and again while others write in between.</summary>
    private async Task<RolloutChange> ChangeAsync(Func<RolloutState, RolloutState?> change, string refusal, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        RolloutChange? made = null;
        try
        {
            for (int attempt = 0; made is null && attempt < MostAttempts; attempt++)
            {
                RolloutState current = await LoadAsync(cancellationToken).ConfigureAwait(false);
                if (change(current) is not { } next)
                {
                    made = new(false, current, refusal);
                    break;
                }

                next = next with { Revision = current.Revision + 1 };
                if (await PatientAsync(_store.TrySaveAsync(next, current.Revision, cancellationToken), s_storePatience, cancellationToken).ConfigureAwait(false))
                {
                    made = new(true, next, null);
                }
            }
        }
        finally
        {
            _turn.Release();
        }

        if (made is not null)
        {
            Adopt(made.State);
        }

        return made ?? new(false, _state, s_busy);
    }

    /// <exception cref="SafetyBuildException">The state is of another plan.</exception>
    private async Task<RolloutState> LoadAsync(CancellationToken cancellationToken)
    {
        RolloutState? loaded = await PatientAsync(_store.LoadAsync(_options.Name, cancellationToken), s_storePatience, cancellationToken).ConfigureAwait(false);
        if (loaded is null && _state.Revision > 0)
        {
            throw new InvalidDataException("The state was there, and is gone.");
        }

        RolloutState state = loaded ?? new(_options.Name, _options.StableVersion, _options.CandidateVersion, _plan);
        if (FindDifference(state) is { } difference)
        {
            throw new SafetyBuildException($"Rollout '{_options.Name}' is stored with {difference}. Processes that run one rollout must agree in them; give another one another name.");
        }

        NoteRead();
        return state;
    }

    private string? FindDifference(RolloutState state) =>
        state.StableVersion != _options.StableVersion || state.CandidateVersion != _options.CandidateVersion
            ? $"version {state.CandidateVersion} against {state.StableVersion}, and this process has {_options.CandidateVersion} against {_options.StableVersion}"
        : PlanFingerprint.FindDifference(state.Plan, _plan) is { } parts ? $"other {parts} than this process has"
        : state.Step >= _options.Steps.Count ? "more steps than this process has"
        : null;

    /// <summary>Waits for a store, a registry or a check, but not for ever. What comes later is nobody's, and its exception is observed.</summary>
    /// <exception cref="TimeoutException">It has not come in time.</exception>
    private async Task<T> PatientAsync<T>(ValueTask<T> pending, TimeSpan longest, CancellationToken cancellationToken)
    {
        Task<T> task = pending.AsTask();
        try
        {
            return await task.WaitAsync(longest, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!task.IsCompleted)
            {
                UnawaitedTask.Observe(task);
            }
        }
    }
}
