namespace AISafety;

// What a verdict does: the table of docs/architecture.md, cell by cell.
public sealed partial class SafeModel<TIn, TOut>
{
    /// <summary>Applies a verdict to the call. Returns what the caller of this method must act on: Allow to go on, Replace to go on with
    /// the replacement, Review or Block to stop.</summary>
    private static SafetyAction Apply<TGuard, T>(Call call, in GuardSlot<TGuard> slot, Verdict<T> verdict, bool replaceIsTooLate = false)
    {
        SafetyAction action = verdict.Action;
        if (action == SafetyAction.Allow)
        {
            return SafetyAction.Allow;
        }

        if (action is SafetyAction.NotEvaluated or > SafetyAction.Block)
        {
            return Enforce(call, slot, SafetyAction.Block, new Evidence(EvidenceCodes.NoVerdict, $"Guard '{slot.Name}' gave no verdict; that counts as a block."));
        }

        if (action == SafetyAction.Replace)
        {
            if (verdict.Replacement is null)
            {
                Enforce(call, slot, SafetyAction.Block, new Evidence(EvidenceCodes.NullReplacement, $"Guard '{slot.Name}' replaced with null; that counts as a block."));
                action = SafetyAction.Block;
            }
            else if (replaceIsTooLate)
            {
                Enforce(call, slot, SafetyAction.Block, new Evidence(EvidenceCodes.LateReplacement, $"Guard '{slot.Name}' runs beside the model, where a replacement comes too late; that counts as a block."));
                action = SafetyAction.Block;
            }
        }

        foreach (Evidence evidence in verdict.Evidence)
        {
            call.Add(evidence.Stamped(slot.Name, action, slot.Mode));
        }

        return Enforce(call, slot, action);
    }

    /// <summary>A guard threw or did not finish in time.</summary>
    private static SafetyAction ApplyFailure<TGuard>(Call call, in GuardSlot<TGuard> slot, Exception exception)
    {
        SafetyAction action = slot.FailureAction;
        string then = action == SafetyAction.Flag ? "it fails open" : "it fails closed";
        Evidence evidence = exception is BudgetExceededException
            ? new(EvidenceCodes.GuardTimeout, $"Guard '{slot.Name}' did not finish within its time budget of {slot.Budget}; {then}.")
            : new(EvidenceCodes.GuardFailed, $"Guard '{slot.Name}' threw {exception.GetType().Name}; {then}.") { Exception = exception };
        return Enforce(call, slot, action, evidence);
    }

    private static SafetyAction Enforce<TGuard>(Call call, in GuardSlot<TGuard> slot, SafetyAction action, Evidence evidence)
    {
        call.Add(evidence.Stamped(slot.Name, action, slot.Mode));
        return Enforce(call, slot, action);
    }

    private static SafetyAction Enforce<TGuard>(Call call, in GuardSlot<TGuard> slot, SafetyAction action)
    {
        if (slot.Mode == GuardMode.ReportOnly)
        {
            return SafetyAction.Allow;
        }

        call.Enforce(action);
        return action == SafetyAction.Flag ? SafetyAction.Allow : action;
    }
}
