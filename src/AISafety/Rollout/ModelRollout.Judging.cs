namespace AISafety.Rollout;

// What comes of the evidence, and of alerts.
public sealed partial class ModelRollout
{
    private readonly Dictionary<string, string> _drifts = [];
    private long _keysBefore;
    private int _keysStep = -1;
    private DateTimeOffset _drainedAt = DateTimeOffset.MinValue;
    private long _askAgain; // Ticks, which are read and written whole.
    private int _isAdvancing;

    /// <summary>Called by the monitor, on its thread, when rows were judged.</summary>
    internal void Looked(RolloutJudge judge)
    {
        if (judge.HasSampleRatioMismatch && !_mismatchRaised)
        {
            _mismatchRaised = true;
            _alerts.Raise(Part, new(MismatchCode, $"Rollout '{_options.Name}': {judge.CandidateKeys} of {judge.Keys} keys fell to the candidate, which is not what its share makes likely; assignment or recording is broken, and it is not promoted.", AlertSeverity.High));
        }

        if (judge.IsHarmful)
        {
            string reason = $"gate '{judge.WorstGate}': worse than stable (e-value {judge.HarmEValue:0.#} of {judge.HarmThreshold:0.#})";
            React(reason, judge.WorstKind == GateKind.OutputShift);
            return;
        }

        RolloutState state = _state;
        if (_keysStep != state.Step)
        {
            (_keysStep, _keysBefore) = (state.Step, judge.CandidateKeys);
        }

        RolloutStep step = _options.Steps[state.Step];
        if (_options.AdvancesByItself
            && state.Status == RolloutStatus.Running
            && Objection(judge, state) is null
            && judge.CandidateKeys - _keysBefore >= step.MinCandidateKeys
            && Now - state.Since >= step.MinDuration
            && Now.UtcTicks >= Volatile.Read(ref _askAgain)
            && Interlocked.Exchange(ref _isAdvancing, 1) == 0)
        {
            InBackground(AdvanceOnceAsync(state.Step));
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

    /// <summary>Lets drift that is still there take its next part.</summary>
    private void DrainFurther()
    {
        string? reason;
        lock (_lock)
        {
            reason = _drifts.Values.FirstOrDefault();
        }

        reason ??= _judge is { IsHarmful: true } judge ? $"gate '{judge.WorstGate}'" : null;
        if (_state.Status == RolloutStatus.Draining && reason is not null)
        {
            React(reason, isDrift: true);
        }
    }

    private static string Describe(SafetyAlert alert) => $"alert '{alert.Code}' of '{alert.Monitor}'";

    private void React(string reason, bool isDrift)
    {
        if (_state.Status == RolloutStatus.RolledBack)
        {
            return;
        }

        if (!isDrift)
        {
            Withdraw();
            Owe(state => RolloutTransitions.RollBack(state, Part, reason, Now));
        }
        else if (Now - _drainedAt >= _options.DriftHold)
        {
            _drainedAt = Now;
            Owe(state => RolloutTransitions.Eject(state, _options.MaxDriftEjection, Part, reason, Now));
        }
    }

    private async Task AdvanceOnceAsync(int step)
    {
        try
        {
            RolloutChange change = await AdvanceFromAsync(step, Part, "the step's time, keys and gates are complete", CancellationToken.None).ConfigureAwait(false);

            // A checklist is not asked again with every block of calls.
            Volatile.Write(ref _askAgain, change.IsDone ? 0 : (Now + _options.PollInterval).UtcTicks);
        }
        finally
        {
            Volatile.Write(ref _isAdvancing, 0);
        }
    }

    private async Task<RolloutChange> AdvanceFromAsync(int step, string actor, string reason, CancellationToken cancellationToken)
    {
        RolloutState state = _state;
        StepObjection? objection = _judge is { } judge ? Judged(judge, state) : new("state", "The rollout's state is not known.");
        if (objection is null && IsLastNext(step) && _options.PromotionCheck is { } check && await check(cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            objection = new("check", refusal);
        }

        if (objection is not null)
        {
            _telemetry.Refused(objection);
            return new(false, _state, objection.Reason);
        }

        // Of two that advance at once, the second finds another step.
        return await ChangeAsync(
            current => current.Step == step ? RolloutTransitions.Advance(current, _options, actor, reason, Now) : null,
            "It does not run, is at its last step, or another has advanced it meanwhile.",
            cancellationToken).ConfigureAwait(false);
    }

    private StepObjection? Judged(RolloutJudge judge, RolloutState state)
    {
        lock (judge)
        {
            return Objection(judge, state);
        }
    }

    /// <summary>What speaks against the next step, but for time and keys.</summary>
    private StepObjection? Objection(RolloutJudge judge, RolloutState state)
    {
        bool isEvidenceAsked = _options.Steps[state.Step].RequiresEvidence || IsLastNext(state.Step);
        return judge.HasSampleRatioMismatch ? new("sample_ratio", "Keys do not fall to the candidate as often as they should (sample-ratio mismatch).")
            : judge.IsHarmful ? new("harm", $"The candidate was found worse at gate '{judge.WorstGate}'.")
            : isEvidenceAsked && !judge.IsAcceptable ? new("evidence", "Not every gate has shown yet that the candidate is good enough.")
            : null;
    }

    private bool IsLastNext(int step) => step + 2 == _options.Steps.Count;
}
