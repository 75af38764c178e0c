namespace AISafety.Rollout;

// The state that processes share: read, changed and written.
public sealed partial class ModelRollout
{
    private const int MostAttempts = 50;
    private static readonly TimeSpan s_storePatience = TimeSpan.FromSeconds(30);
    private static readonly string s_busy = $"Others changed the rollout {MostAttempts} times in between; try again.";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private Task _background = Task.CompletedTask;
    private DateTimeOffset _lastRead;
    private bool _isWithdrawn;
    private bool _isClosed;
    private volatile bool _isBlind;
    private int _isPolling;

    private bool IsWithdrawn
    {
        get
        {
            lock (_lock)
            {
                return _isWithdrawn;
            }
        }
    }

    /// <summary>Reads the state and takes part, which spends a life: the last thing of a Build. With a store that answers at once, a fault is thrown at once.</summary>
    /// <exception cref="SafetyBuildException">The stored rollout has another plan or other versions.</exception>
    internal void Begin()
    {
        _lastRead = Now;
        Task joining = JoinAsync();
        if (joining.IsCompleted)
        {
            joining.GetAwaiter().GetResult();
        }
        else
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

    /// <summary>Takes the candidate out at once, whatever the store may do.</summary>
    private void Withdraw()
    {
        lock (_lock)
        {
            _isWithdrawn = true;
            SetShare();
        }
    }

    /// <summary>Within the lock.</summary>
    private void SetShare() => Volatile.Write(ref _share, _isWithdrawn || _isBlind || _judge is null ? 0 : _state.Share);

    private void Tick()
    {
        if (!_isClosed && Interlocked.Exchange(ref _isPolling, 1) == 0)
        {
            InBackground(() => PollEndAsync(PollAsync()));
        }
    }

    private async Task PollEndAsync(Task poll)
    {
        try
        {
            await poll.ConfigureAwait(false);
        }
        finally
        {
            if (Now - _lastRead > _options.MaxStoreSilence)
            {
                lock (_lock)
                {
                    _isBlind = true;
                    SetShare();
                }
            }

            Volatile.Write(ref _isPolling, 0);
        }
    }

    private async Task PollAsync()
    {
        if (_judge is null)
        {
            await JoinAsync().ConfigureAwait(false);
        }
        else
        {
            Adopt(await LoadAsync(CancellationToken.None).ConfigureAwait(false));
        }

        await PayAsync().ConfigureAwait(false);
        await FollowAsync().ConfigureAwait(false);
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
                Task<bool> saving = _store.TrySaveAsync(next, current.Revision, cancellationToken).AsTask();
                if (await saving.WaitAsync(s_storePatience, _timeProvider, cancellationToken).ConfigureAwait(false))
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
        Task<RolloutState?> loading = _store.LoadAsync(_options.Name, cancellationToken).AsTask();
        RolloutState? loaded = await loading.WaitAsync(s_storePatience, _timeProvider, cancellationToken).ConfigureAwait(false);
        if (loaded is null && _state.Revision > 0)
        {
            throw new InvalidDataException("The state was there, and is gone.");
        }

        RolloutState state = loaded ?? new(_options.Name, _options.StableVersion, _options.CandidateVersion, _plan);
        if (state.Plan != _plan || state.StableVersion != _options.StableVersion || state.CandidateVersion != _options.CandidateVersion || state.Step >= _options.Steps.Count)
        {
            throw new SafetyBuildException(
                $"Rollout '{_options.Name}' is stored with {state.CandidateVersion} against {state.StableVersion} and plan {state.Plan}, but this process has {_options.CandidateVersion} against {_options.StableVersion} and plan {_plan}. Give it another name.");
        }

        _lastRead = Now;
        return state;
    }
}
