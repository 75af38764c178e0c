namespace AISafety.Rollout;

// What comes of the evidence, and of alerts.
public sealed partial class ModelRollout
{
    private static readonly TimeSpan s_checkPatience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> _drifts = [];
    private volatile string? _refusal;
    private double _judgedShare = -1;
    private long _keysBefore;
    private int _keysStep = -1;
    private long _askAgain; // Ticks, which are read and written whole.
    private int _isAdvancing;

    /// <summary>Judges the calls that have waited long enough, and acts on what is found. Called by the monitor, on its thread.</summary>
    internal void Look() => Look(_timeProvider.GetTimestamp() - (long)(_options.JudgedAfter.TotalSeconds * _timeProvider.TimestampFrequency));

    private void Look(long until)
    {
        if (_judge is not { } judge)
        {
            return;
        }

        RolloutState state = _state;
        string? harm;
        string? shift;
        bool hasMismatch;
        bool mayAdvance;
        lock (judge)
        {
            Feed(judge, Queue.TakeUntil(until));
            hasMismatch = judge.HasSampleRatioMismatch;
            harm = judge.IsHarmful ? Describe(judge) : null;
            shift = judge.IsShifted ? Describe(judge) : null;
            mayAdvance = MayAdvance(judge, state);
        }

        if (hasMismatch)
        {
            // Raised again and again while it is there; one condition is one alert.
            _alerts.Raise(Part, new(MismatchCode, $"Rollout '{_options.Name}': keys do not fall to the candidate as often as they should; assignment or recording is broken, and it is not promoted.", AlertSeverity.High) { ResolveAfter = TimeSpan.Zero });
        }

        if (harm is not null)
        {
            React(harm, isDrift: false);
        }
        else if (shift is not null)
        {
            React(shift, isDrift: true);
        }
        else if (mayAdvance && Interlocked.Exchange(ref _isAdvancing, 1) == 0)
        {
            InBackground(() => AdvanceOnceAsync(state.Step));
        }
    }

    /// <summary>An alert came that the rollout is to be rolled back on.</summary>
    internal void Alerted(SafetyAlert alert)
    {
        bool isDrift = alert.Code.StartsWith("drift.", StringComparison.Ordinal);
        if (isDrift)
        {
            lock (_lock)
            {
                _drifts[alert.ConditionId] = Describe(alert);
            }
        }

        React(Describe(alert), isDrift);
    }

    /// <summary>A condition is over: what it has taken is not given back, but it takes no more.</summary>
    internal void Ended(SafetyAlert alert)
    {
        lock (_lock)
        {
            _drifts.Remove(alert.ConditionId);
        }
    }

    private void Feed(RolloutJudge judge, IReadOnlyList<JudgedCall> calls)
    {
        foreach (JudgedCall call in calls)
        {
            if (judge.IsHarmful)
            {
                return;
            }

            if (call.Arm.Share != _judgedShare && !call.IsOutcome)
            {
                judge.CloseKeys();
                _judgedShare = call.Arm.Share;
            }

            bool isCandidate = call.Arm.Arm == ArmCode.Candidate;
            if (call.IsOutcome)
            {
                judge.ObserveOutcome(isCandidate, call.Arm.Share, call.Arm.Cluster, call.Readings);
            }
            else
            {
                judge.Observe(isCandidate, call.Arm.Share, call.Arm.Cluster, call.Readings);
            }
        }
    }

    private bool MayAdvance(RolloutJudge judge, RolloutState state)
    {
        if (_keysStep != state.Step)
        {
            (_keysStep, _keysBefore) = (state.Step, judge.CandidateKeys);
        }

        RolloutStep step = _options.Steps[state.Step];
        return _options.AdvancesByItself
            && state.Status == RolloutStatus.Running
            && state.Step + 1 < _options.Steps.Count
            && Objection(judge, state) is null
            && judge.CandidateKeys - _keysBefore >= step.MinCandidateKeys
            && Now - state.Since >= step.MinDuration
            && Now.UtcTicks >= Volatile.Read(ref _askAgain);
    }

    /// <summary>Lets drift that is still there take its next part.</summary>
    private void DrainFurther()
    {
        string? reason;
        lock (_lock)
        {
            reason = _drifts.Values.FirstOrDefault();
        }

        if (_state.Status == RolloutStatus.Draining && reason is not null)
        {
            React(reason, isDrift: true);
        }
    }

    private void React(string reason, bool isDrift)
    {
        if (_state.Status == RolloutStatus.RolledBack)
        {
            return;
        }

        if (isDrift)
        {
            Owe(ref _owesEjection, state => RolloutTransitions.Eject(state, _options, Part, reason, Now));
        }
        else
        {
            Withdraw(Part, reason);
            Owe(ref _owesRollback, state => RolloutTransitions.RollBack(state, Part, reason, Now));
        }
    }

    private async Task AdvanceOnceAsync(int step)
    {
        bool isDone = false;
        try
        {
            isDone = (await AdvanceFromAsync(step, Part, "the step's time, keys and gates are complete", CancellationToken.None).ConfigureAwait(false)).IsDone;
        }
        finally
        {
            // A checklist is not asked again with every block of calls.
            Volatile.Write(ref _askAgain, isDone ? 0 : (Now + _options.PollInterval).UtcTicks);
            Volatile.Write(ref _isAdvancing, 0);
        }
    }

    private async Task<RolloutChange> AdvanceFromAsync(int step, string actor, string reason, CancellationToken cancellationToken)
    {
        StepObjection? objection = Judged();
        if (objection is null && IsLastNext(step))
        {
            objection = await AskAsync(_options.Registry is { } link ? token => link.FindObjectionAsync(_options, token) : null, cancellationToken).ConfigureAwait(false)
                ?? await AskAsync(_options.PromotionCheck, cancellationToken).ConfigureAwait(false)
                ?? Judged();
        }

        NoteRefusal(objection, step);
        if (objection is not null)
        {
            _telemetry.Refused(objection);
            return new(false, State, objection.Reason);
        }

        // Of two that advance at once, the second finds another step. A rollback that is not written yet goes before.
        return await ChangeAsync(
            current => current.Step == step && !IsWithdrawn ? RolloutTransitions.Advance(current, _options, actor, reason, Now) : null,
            "It does not run, is at its last step, or another has advanced it meanwhile.",
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that a check stands in the way of the promotion, for nobody else would; and that it does no more.</summary>
    private void NoteRefusal(StepObjection? objection, int step)
    {
        bool isRefused = objection is { Kind: "check" } && IsAt(step);
        _refusal = isRefused ? objection!.Reason : null;
        if (isRefused)
        {
            _alerts.Raise(Part, new(PromotionCode, $"Rollout '{_options.Name}': version {_options.CandidateVersion} is not promoted: {_refusal}", AlertSeverity.Medium) { ResolveAfter = TimeSpan.Zero });
        }

        // Asked again: it may have been rolled back, or promoted by another, while the check was asked.
        if (objection is null || !IsAt(step))
        {
            _alerts.End(Part, PromotionCode);
        }
    }

    private bool IsAt(int step) => _state is { Status: RolloutStatus.Running } state && state.Step == step && !IsWithdrawn;

    private async ValueTask<StepObjection?> AskAsync(Func<CancellationToken, ValueTask<string?>>? check, CancellationToken cancellationToken)
    {
        if (check is null)
        {
            return null;
        }

        try
        {
            return await PatientAsync(check(cancellationToken), s_checkPatience, cancellationToken).ConfigureAwait(false) is { } refusal ? new("check", refusal) : null;
        }
        catch (TimeoutException)
        {
            return new("check", $"The check before promotion has not answered within {s_checkPatience}.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new("check", $"The check before promotion threw {exception.GetType().Name}.");
        }
    }

    private StepObjection? Judged()
    {
        if (_judge is not { } judge || _isBlind)
        {
            return new("state", "The rollout's state is not known.");
        }

        lock (judge)
        {
            return Objection(judge, _state);
        }
    }

    /// <summary>What speaks against the next step, but for time and keys.</summary>
    private StepObjection? Objection(RolloutJudge judge, RolloutState state)
    {
        bool isEvidenceAsked = _options.Steps[state.Step].RequiresEvidence || IsLastNext(state.Step);
        return state.Status == RolloutStatus.RolledBack ? new("state", "It was rolled back.")
            : IsWithdrawn ? new("state", "It is being rolled back.")
            : state.Status == RolloutStatus.Promoted ? new("state", "It is promoted already.")
            : state.Status == RolloutStatus.Paused ? new("state", "It is paused: resume it first.")
            : state.Status == RolloutStatus.Draining ? new("state", "Drift has taken a part of the share: resume it first.")
            : judge.HasSampleRatioMismatch ? new("sample_ratio", "Keys do not fall to the candidate as often as they should (sample-ratio mismatch).")
            : judge.IsHarmful || judge.IsShifted ? new("harm", $"The candidate was found worse at gate '{judge.WorstGate}'.")
            : isEvidenceAsked && !judge.IsAcceptable ? new("evidence", "Not every gate has shown yet that the candidate is good enough.")
            : null;
    }

    /// <summary>What the next step waits for; null if there is none. Within the judge's lock.</summary>
    private string? FindWait(RolloutJudge judge)
    {
        RolloutState state = _state;
        if (state.Status is RolloutStatus.Promoted or RolloutStatus.RolledBack || IsWithdrawn)
        {
            return null;
        }

        RolloutStep step = _options.Steps[state.Step];
        long keys = step.MinCandidateKeys - (_keysStep == state.Step ? judge.CandidateKeys - _keysBefore : 0);
        return _isBlind ? "The rollout's state cannot be read."
            : Objection(judge, state)?.Reason
            ?? (keys > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{keys} more keys that fall to the candidate at this step.")
            : Now - state.Since < step.MinDuration ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The step's time, which ends at {state.Since + step.MinDuration:u}.")
            : !_options.AdvancesByItself ? "A person who advances it."
            : _refusal ?? "The next block of calls.");
    }

    private bool IsLastNext(int step) => step + 2 == _options.Steps.Count;

    private string Describe(RolloutJudge judge) => HarmReason.Of(judge.WorstStatus, _judgedShare > 0 ? _judgedShare : _state.Share);

    private static string Describe(SafetyAlert alert) => $"alert '{alert.Code}' of '{alert.Monitor}'";
}
