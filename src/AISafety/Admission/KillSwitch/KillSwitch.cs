namespace AISafety.Switches;

/// <summary>Refuses all calls of the safe models that it is added to, until it is released: by hand, or thrown by an alert. Added by <c>AddKillSwitch</c>; may be shared by several safe models. Thread-safe.</summary>
/// <remarks>
/// <para>Fails closed. Engaging holds in this process at once, before it is saved and whether or not it can be. Releasing holds only after it was saved. While the store cannot be read the switch is engaged.</para>
/// <para>A call that has begun is not stopped: the switch is for those that come after it.</para>
/// </remarks>
public sealed partial class KillSwitch : IReportsHealth, IDisposable
{
    private const int LongestActor = 200;
    private const int LongestReason = 2_000;

    private readonly Lock _lock = new();
    private readonly List<WeakReference<IKillSwitchListener>> _listeners = [];
    private readonly KillSwitchOptions _options;
    private readonly TimeProvider _timeProvider;
    private volatile KillSwitchState _state = KillSwitchState.Untouched;

    /// <summary>Makes a switch that is kept in memory only: it is released when the process starts anew. See <see cref="OpenAsync"/> for one that lasts.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public KillSwitch(KillSwitchOptions? options = null, TimeProvider? timeProvider = null)
        : this(new InProcessKillSwitchStore(), options, timeProvider)
    {
    }

    private KillSwitch(IKillSwitchStore store, KillSwitchOptions? options, TimeProvider? timeProvider)
    {
        _options = options ?? new();
        _options.Check(OptionCheck.OfArgument(nameof(KillSwitchOptions)));
        _store = store;
        _timeProvider = timeProvider ?? TimeProvider.System;
        Holds = new(this);
    }

    /// <summary>What it is called.</summary>
    public string Name => _options.Name;

    /// <summary>How it stands: who, when and why.</summary>
    public KillSwitchState State => _state;

    /// <summary>What was done, the oldest first.</summary>
    public IReadOnlyList<KillSwitchChange> History
    {
        get
        {
            lock (_lock)
            {
                return [.. _record.Changes.Concat(_unsaved).TakeLast(_options.HistoryCapacity)];
            }
        }
    }

    internal bool IsEngaged => _state.IsEngaged;

    /// <summary>The alerts for which it is engaged.</summary>
    internal KillSwitchHolds Holds { get; }

    /// <summary>Opens a switch that is kept in a store, and reads how it stands. A store that cannot be read is no exception: the switch is engaged, and says so.</summary>
    /// <param name="store">The store, such as a <see cref="FileKillSwitchStore"/>.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static async ValueTask<KillSwitch> OpenAsync(
        IKillSwitchStore store, KillSwitchOptions? options = null, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        KillSwitch killSwitch = new(store, options, timeProvider);
        await killSwitch.RefreshAsync(cancellationToken).ConfigureAwait(false);
        killSwitch.Follow();
        return killSwitch;
    }

    /// <summary>Refuses calls from now on. One that is engaged already stays so; who and why are added to the history.</summary>
    /// <param name="actor">Who engages it; at most 200 characters.</param>
    /// <param name="reason">Why; at most 2,000 characters. It is sent with the alert, and not shown to callers.</param>
    /// <param name="cancellationToken">Stops waiting for the store; the switch is engaged all the same, and it is tried again to save that.</param>
    /// <exception cref="ArgumentException">A text is null, blank or too long; nothing was done.</exception>
    /// <exception cref="KillSwitchStoreException">It is engaged in this process, but could not be saved, or not within <see cref="KillSwitchOptions.StoreTimeout"/>: others do not see it. It is tried again while the switch follows its store.</exception>
    public ValueTask EngageAsync(string actor, string reason, CancellationToken cancellationToken = default) => EngageAsync(Change(true, actor, reason), cancellationToken);

    /// <summary>As <see cref="EngageAsync(string, string, CancellationToken)"/>, for who wants to know the change again.</summary>
    internal ValueTask EngageAsync(KillSwitchChange change, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_unsaved.Count < _options.HistoryCapacity)
            {
                _unsaved.Add(change);
            }
        }

        Publish();
        return SaveAsync(cancellationToken);
    }

    /// <summary>Lets calls in again, once that is saved.</summary>
    /// <param name="actor">Who releases it; at most 200 characters.</param>
    /// <param name="reason">Why; at most 2,000 characters.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>Whether it was engaged and is not any more.</returns>
    /// <exception cref="ArgumentException">A text is null, blank or too long; nothing was done.</exception>
    /// <exception cref="KillSwitchStoreException">It could not be saved; the switch stays engaged.</exception>
    /// <exception cref="KillSwitchChangedException">It stands for another reason than the one that <see cref="State"/> showed, as when another process has engaged it; it stays engaged.</exception>
    public ValueTask<bool> ReleaseAsync(string actor, string reason, CancellationToken cancellationToken = default) =>
        ReleaseAsync(Change(false, actor, reason), _state, cancellationToken);

    /// <summary>Releases it if it still stands as <paramref name="seen"/> says.</summary>
    internal async ValueTask<bool> ReleaseAsync(KillSwitchChange release, KillSwitchState seen, CancellationToken cancellationToken) =>
        seen.IsEngaged && await SaveReleaseAsync(release, seen, cancellationToken).ConfigureAwait(false);

    /// <summary>How it stands, and each time that it was engaged since it was last released, the oldest first.</summary>
    internal (KillSwitchState State, KillSwitchChange[] Run) Look()
    {
        lock (_lock)
        {
            KillSwitchChange[] run = [.. _record.Changes.Concat(_unsaved).Reverse().TakeWhile(static one => one.IsEngaged)];
            Array.Reverse(run);
            return (Judge(), run);
        }
    }

    /// <inheritdoc/>
    public PartHealth GetHealth()
    {
        KillSwitchState state = _state;
        return state.IsEngaged
            ? new(Name, HealthState.Unhealthy, $"Engaged by {state.Actor} at {state.At:u}{(state.IsSaved ? "" : ", not saved")}: {state.Reason}")
            : new(Name, HealthState.Healthy, "Not engaged.");
    }

    /// <summary>Follows the store no longer. The switch stays as it stands, and can still be engaged and released.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Cancel();
    }

    /// <summary>Has somebody told of every change, for as long as somebody else holds on to them.</summary>
    internal void Tell(IKillSwitchListener listener)
    {
        lock (_lock)
        {
            _listeners.RemoveAll(static one => !one.TryGetTarget(out _));
            _listeners.Add(new(listener));
        }

        listener.Changed();
    }

    internal KillSwitchChange Change(bool engages, string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return actor.Length <= LongestActor && reason.Length <= LongestReason
            ? new(engages, actor, reason, _timeProvider.GetUtcNow())
            : throw new ArgumentException($"The actor has {actor.Length} characters and the reason {reason.Length}; expected at most {LongestActor} and {LongestReason}.");
    }

    /// <summary>Takes what is known as how the switch stands, and tells of it.</summary>
    private void Publish()
    {
        IKillSwitchListener[] listeners;
        lock (_lock)
        {
            KillSwitchState next = Judge();
            if (next == _state)
            {
                return;
            }

            _state = next;
            listeners = [.. _listeners.Select(static one => one.TryGetTarget(out IKillSwitchListener? listener) ? listener : null).OfType<IKillSwitchListener>()];
        }

        // Each looks at the state itself, so that it does not matter in which order two changes are told of.
        Array.ForEach(listeners, static listener => listener.Changed());
    }

    private KillSwitchState Judge() =>
        _unsaved.Count > 0 ? Of(_unsaved[^1], isSaved: false)
        : _fault is not null ? Of(_fault, isSaved: false)
        : _record.Changes.Count > 0 ? Of(_record.Changes[^1], isSaved: true)
        : KillSwitchState.Untouched;

    private static KillSwitchState Of(KillSwitchChange change, bool isSaved) => new(change.IsEngaged, change.Actor, change.Reason, change.At, isSaved);
}
