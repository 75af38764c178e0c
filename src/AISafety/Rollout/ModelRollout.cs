using AISafety.Alerts;
using AISafety.Telemetry;

namespace AISafety.Rollout;

/// <summary>A rollout while it runs: how it stands, and the hands of whoever operates it. <see cref="SafeModel{TIn, TOut}.Rollout"/>.</summary>
/// <remarks>
/// <para>Thread-safe. Until the state has been read from its store, and when it could not be for <see cref="RolloutOptions.MaxStoreSilence"/>, the stable version answers. A rollback takes effect in this process at once, before it is written; calls that the candidate has begun end with it.</para>
/// <para>Both versions stay loaded to the end: a rollback loads nothing.</para>
/// </remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Semaphores that nobody asks for a wait handle hold nothing.")]
public sealed partial class ModelRollout : IReportsHealth, IClosesWithModel
{
    internal const string Part = "rollout";
    internal const string RolledBackCode = "rollout.rolled-back";
    internal const string DrainingCode = "rollout.draining";
    internal const string MismatchCode = "rollout.sample-ratio-mismatch";
    internal const string StoreCode = "rollout.store-failed";
    internal const string PlanCode = "rollout.plan-differs";
    internal const string PromotionCode = "rollout.promotion-refused";

    private const string NotMade = "the change";

    private readonly RolloutOptions _options;
    private readonly IRolloutStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly AlertPort _alerts;
    private readonly RolloutTelemetry _telemetry;
    private readonly ArmAssignment _assignment;
    private readonly string _plan;
    private double _share;
    private volatile RolloutState _state;
    private volatile RolloutState _shown;
    private volatile RolloutJudge? _judge;

    internal ModelRollout(RolloutOptions options, TimeProvider timeProvider, AlertPort alerts, ModelTelemetry telemetry)
    {
        _options = options;
        _store = options.Store ?? new InMemoryRolloutStore();
        _timeProvider = timeProvider;
        _alerts = alerts;
        _telemetry = new(telemetry, this);
        _assignment = new(options.Name, options.GivenKeys.ToDictionary(static one => one.Key, one => one.Value == options.CandidateVersion));
        _plan = PlanFingerprint.Of(options);
        _state = new(options.Name, options.StableVersion, options.CandidateVersion, _plan);
        _shown = _state with { Status = RolloutStatus.Joining };
    }

    /// <summary>The state as this process knows it: another process's change is known after <see cref="RolloutOptions.PollInterval"/> at the latest. A rollback is in it at once, written or not.</summary>
    public RolloutState State => _shown;

    /// <summary>The candidate's share by which this process assigns keys now.</summary>
    internal double Share => Volatile.Read(ref _share);

    internal JudgedCalls Queue { get; } = new();

    internal RolloutOptions Options => _options;

    /// <summary>Which version a key is answered by now.</summary>
    /// <param name="key">The key; <see cref="CallInfo.Key"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null or empty.</exception>
    public string VersionOf(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        double share = Share;
        return share > 0 && _assignment.IsCandidates(key, share) ? _options.CandidateVersion : _options.StableVersion;
    }

    /// <summary>How the rollout stands.</summary>
    public RolloutReport GetReport()
    {
        if (_judge is not { } judge)
        {
            return new(State, [], 0, double.PositiveInfinity, false, 0, 0, 1, false) { WaitsFor = "The rollout's state is not known." };
        }

        lock (judge)
        {
            return new(
                State, judge.GetGates(), judge.HarmEValue, judge.HarmThreshold, judge.IsAcceptable, judge.Keys, judge.CandidateKeys, judge.SampleRatioEValue, judge.HasSampleRatioMismatch)
            {
                WaitsFor = FindWait(judge),
            };
        }
    }

    /// <summary>Has the stable version answer all calls, for good. From any state but one: what is rolled back stays so.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels waiting until it is written. In this process it holds all the same, and it is written as soon as it can be.</param>
    /// <exception cref="ArgumentException">An argument is null or blank.</exception>
    /// <exception cref="RolloutStoreException">It could not be written; it holds in this process, and is tried again.</exception>
    public Task<RolloutChange> RollBackAsync(string actor, string reason, CancellationToken cancellationToken = default)
    {
        Named(actor, reason);
        Withdraw(actor, reason);
        return ToldAsync(
            RollBackOrOweAsync(state => RolloutTransitions.RollBack(state, actor, reason, Now), cancellationToken),
            "the rollback holds in this process, and is tried again, but it",
            cancellationToken);
    }

    /// <summary>Goes to the next step, though its time or keys are not complete. Refused after a mismatch of the sample ratio, while paused, where evidence is asked and not there, or where <see cref="RolloutOptions.PromotionCheck"/> says so.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the writing of it.</param>
    /// <exception cref="ArgumentException">An argument is null or blank.</exception>
    /// <exception cref="RolloutStoreException">The store could not be read or written, or holds another plan. Nothing has changed, unless the store wrote it all the same: <see cref="State"/> says so after the next poll.</exception>
    public Task<RolloutChange> AdvanceAsync(string actor, string reason, CancellationToken cancellationToken = default)
    {
        Named(actor, reason);
        return ToldAsync(AdvanceFromAsync(_state.Step, actor, reason, cancellationToken), NotMade, cancellationToken);
    }

    /// <summary>Keeps the share as it is. A candidate that is found worse is rolled back all the same.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the writing of it.</param>
    /// <exception cref="ArgumentException">An argument is null or blank.</exception>
    /// <exception cref="RolloutStoreException">The store could not be read or written, or holds another plan. Nothing has changed, unless the store wrote it all the same: <see cref="State"/> says so after the next poll.</exception>
    public Task<RolloutChange> PauseAsync(string actor, string reason, CancellationToken cancellationToken = default)
    {
        Named(actor, reason);
        return ToldAsync(ChangeAsync(state => RolloutTransitions.Pause(state, actor, reason, Now), "Only a rollout that runs can be paused.", cancellationToken), NotMade, cancellationToken);
    }

    /// <summary>Goes on after a pause, or at the whole share of the step after drift has taken a part of it: then the shift that was found is accepted, and its gates are passed over.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the writing of it.</param>
    /// <exception cref="ArgumentException">An argument is null or blank.</exception>
    /// <exception cref="RolloutStoreException">The store could not be read or written, or holds another plan. Nothing has changed, unless the store wrote it all the same: <see cref="State"/> says so after the next poll.</exception>
    public Task<RolloutChange> ResumeAsync(string actor, string reason, CancellationToken cancellationToken = default)
    {
        Named(actor, reason);
        return ToldAsync(ChangeAsync(state => RolloutTransitions.Resume(state, _options, actor, reason, Now), "Only a rollout that is paused or drained can be resumed.", cancellationToken), NotMade, cancellationToken);
    }

    /// <summary>Says that a person has looked at a sample-ratio mismatch and mended what it came from: its test begins anew in this process, and the rollout may go on.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">What it was.</param>
    /// <param name="cancellationToken">Cancels the writing of it.</param>
    /// <exception cref="ArgumentException">An argument is null or blank.</exception>
    /// <exception cref="RolloutStoreException">The store could not be read or written, or holds another plan. Nothing has changed, unless the store wrote it all the same: <see cref="State"/> says so after the next poll.</exception>
    public async Task<RolloutChange> AcknowledgeSampleRatioAsync(string actor, string reason, CancellationToken cancellationToken = default)
    {
        Named(actor, reason);
        RolloutChange change = await ToldAsync(ChangeAsync(state => RolloutTransitions.Acknowledge(state, actor, reason, Now), "It was rolled back.", cancellationToken), NotMade, cancellationToken).ConfigureAwait(false);
        if (change.IsDone && _judge is { } judge)
        {
            lock (judge)
            {
                judge.AcceptSampleRatio();
            }

            _alerts.End(Part, MismatchCode);
        }

        return change;
    }

    /// <inheritdoc/>
    public PartHealth GetHealth()
    {
        RolloutState state = State;
        return state.Status switch
        {
            RolloutStatus.RolledBack => new(
                Part, HealthState.Degraded, $"Version {state.CandidateVersion} was rolled back; {state.StableVersion} answers.{(IsWithdrawn ? " It could not be written yet, and holds in this process." : "")}"),
            RolloutStatus.Draining => new(Part, HealthState.Degraded, $"Drift takes the share of version {state.CandidateVersion} from it."),
            _ when _judge is null || _isBlind => new(Part, HealthState.Degraded, "The rollout's state is not known; the stable version answers."),
            _ when _judge.HasSampleRatioMismatch => new(Part, HealthState.Degraded, "Keys do not fall to the candidate as often as they should; it is not promoted."),
            _ => new(Part, HealthState.Healthy, $"{state.Status} at step {state.Step + 1} of {_options.Steps.Count}.{(GetReport().WaitsFor is { } wait ? $" Waits for: {wait}" : "")}"),
        };
    }

    internal ArmNote Choose(string? key, CallId call) => _assignment.Choose(key, call, Share);

    private DateTimeOffset Now => _timeProvider.GetUtcNow();

    private async Task<RolloutChange> ToldAsync(Task<RolloutChange> change, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await change.ConfigureAwait(false);
        }
        catch (SafetyBuildException exception)
        {
            throw new RolloutStoreException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new RolloutStoreException($"Rollout '{_options.Name}': {what} could not be written ({exception.GetType().Name}).", exception);
        }
    }

    private static void Named(string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
    }
}
