namespace AISafety;

// What a verdict does: the table of docs/architecture.md, cell by cell.
public sealed partial class SafeModel<TIn, TOut>
{
    /// <summary>Applies a verdict to the call. Returns what the caller of this method must act on: Allow to go on, Replace to go on with
    /// the replacement, Review or Block to stop.</summary>
    private SafetyAction Apply<T>(Call call, GuardTerms terms, Verdict<T> verdict, bool replaceIsTooLate = false)
    {
        SafetyAction action = verdict.Action;
        if (action == SafetyAction.Allow)
        {
            return SafetyAction.Allow;
        }

        if (action is SafetyAction.NotEvaluated or > SafetyAction.Block)
        {
            return Enforce(call, terms, SafetyAction.Block, new Evidence(EvidenceCodes.NoVerdict, $"Guard '{terms.Name}' gave no verdict; that counts as a block."));
        }

        if (action == SafetyAction.Replace)
        {
            if (verdict.Replacement is null)
            {
                call.Add(Blocked(terms, EvidenceCodes.NullReplacement, "replaced with null; that counts as a block"));
                action = SafetyAction.Block;
            }
            else if (replaceIsTooLate)
            {
                call.Add(Blocked(terms, EvidenceCodes.LateReplacement, "runs beside the model, where a replacement comes too late; that counts as a block"));
                action = SafetyAction.Block;
            }
        }

        foreach (Evidence evidence in verdict.Evidence)
        {
            call.Add(evidence.Stamped(terms.Name, action, terms.Mode));
        }

        return Enforce(call, terms, action);
    }

    /// <summary>A guard threw or did not finish in time.</summary>
    private SafetyAction ApplyFailure(Call call, GuardTerms terms, Exception exception)
    {
        SafetyAction action = terms.FailureAction;
        string then = action == SafetyAction.Flag ? "it fails open" : "it fails closed";
        Evidence evidence = exception is BudgetExceededException
            ? new(EvidenceCodes.GuardTimeout, $"Guard '{terms.Name}' did not finish within its time budget of {terms.Budget}; {then}.")
            : new(EvidenceCodes.GuardFailed, $"Guard '{terms.Name}' threw {exception.GetType().Name}; {then}.") { Exception = exception };
        _telemetry.Log.GuardFailed(_telemetry.Name, call.Id, terms, evidence);
        return Enforce(call, terms, action, evidence);
    }

    private SafetyAction Enforce(Call call, GuardTerms terms, SafetyAction action, Evidence evidence)
    {
        call.Add(evidence.Stamped(terms.Name, action, terms.Mode));
        return Enforce(call, terms, action);
    }

    private SafetyAction Enforce(Call call, GuardTerms terms, SafetyAction action)
    {
        if (terms.Mode == GuardMode.Enforce)
        {
            call.Enforce(action);
        }

        _telemetry.Judged(terms, action);
        if (terms.Mode == GuardMode.ReportOnly)
        {
            return SafetyAction.Allow;
        }

        return action == SafetyAction.Flag ? SafetyAction.Allow : action;
    }

    private static Evidence Blocked(GuardTerms terms, string code, string what) =>
        new Evidence(code, $"Guard '{terms.Name}' {what}.").Stamped(terms.Name, SafetyAction.Block, terms.Mode);
}
