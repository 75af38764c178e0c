using AISafety.Review;

namespace AISafety;

// Output guards, review, and the fallback chain.
public sealed partial class SafeModel<TIn, TOut>
{
    private readonly Func<TIn, TIn> _copy;

    private async ValueTask JudgeAndResolveAsync(Call call)
    {
        if (StillRunning(call) is null)
        {
            ReleaseLeases(call.Context);
        }

        if (call.Stage == Stage.Output && !call.IsStopped)
        {
            call.HasAnswer = await JudgeAsync(call).ConfigureAwait(false);
        }

        if (call.IsStopped)
        {
            await ResolveAsync(call).ConfigureAwait(false);
        }
    }

    /// <summary>Has the output guards judge <see cref="Call.Output"/>; false if one refuses it.</summary>
    private async ValueTask<bool> JudgeAsync(Call call)
    {
        bool isModelsAnswer = !call.IsStopped;
        call.Context.JudgesFallback = !isModelsAnswer;
        for (; call.Index < _output.Length; call.Index++)
        {
            int index = call.Index;
            GuardTerms terms = _output[index].Terms;
            SafetyAction action;
            try
            {
                ValueTask<Verdict<TOut>> pending = call.TakePending(call.PendingOutput) ?? _output[index].Guard.InspectAsync(call.Input, call.Output!, call.Context);
                call.PendingOutput = null;
                Verdict<TOut> verdict = await WaitAsync(pending, terms.Budget, call).ConfigureAwait(false);
                call.Token.ThrowIfCancellationRequested();
                action = Apply(call, terms, verdict);
                if (action == SafetyAction.Replace)
                {
                    call.Output = verdict.Replacement;
                }
            }
            catch (Exception exception)
            {
                call.Token.ThrowIfCancellationRequested();
                action = ApplyFailure(call, terms, exception);
            }

            if (call.Context.IsTimed && isModelsAnswer)
            {
                StampGuard(call.Context, _input.Length + 1 + index);
            }

            if (action >= SafetyAction.Review)
            {
                return false;
            }
        }

        call.Token.ThrowIfCancellationRequested();
        return true;
    }

    private async ValueTask ResolveAsync(Call call)
    {
        call.Token.ThrowIfCancellationRequested();
        if (call.Worst == SafetyAction.Review)
        {
            await SubmitForReviewAsync(call).ConfigureAwait(false);
            call.Token.ThrowIfCancellationRequested();
        }

        if (call.InputIsNull)
        {
            return;
        }

        foreach (FallbackSlot slot in _fallbacks)
        {
            call.Token.ThrowIfCancellationRequested();
            call.Context.ReasonsSoFar = call.EvidenceSnapshot();
            bool answered = await FallBackAsync(call, slot).ConfigureAwait(false);
            _telemetry.FellBack(slot.Name, answered);
            if (answered)
            {
                call.HasAnswer = true;
                call.ServedBy = slot.Name;
                return;
            }
        }
    }

    private async ValueTask<bool> FallBackAsync(Call call, FallbackSlot slot)
    {
        try
        {
            Verdict<TOut> verdict = await WaitAsync(slot.Policy.FallBackAsync(call.Input, call.Context), slot.Budget, call).ConfigureAwait(false);
            call.Token.ThrowIfCancellationRequested();
            foreach (Evidence evidence in verdict.Evidence)
            {
                call.Add(evidence.Stamped(slot.Name, verdict.Action, GuardMode.Enforce));
            }

            if (verdict.Action == SafetyAction.Block)
            {
                return false;
            }

            if (verdict.Action != SafetyAction.Replace || verdict.Replacement is null)
            {
                AddFallbackFailure(call, slot, new(EvidenceCodes.FallbackFailed, $"Fallback '{slot.Name}' gave no answer; expected Replace with an answer, or Block."));
                return false;
            }

            call.Output = verdict.Replacement;
        }
        catch (Exception exception)
        {
            call.Token.ThrowIfCancellationRequested();
            AddFallbackFailure(call, slot, exception is BudgetExceededException
                ? new(EvidenceCodes.FallbackFailed, $"Fallback '{slot.Name}' did not finish within its time budget of {slot.Budget}.")
                : new(EvidenceCodes.FallbackFailed, $"Fallback '{slot.Name}' threw {exception.GetType().Name}.") { Exception = exception });
            return false;
        }

        if (!slot.Judge)
        {
            return true;
        }

        call.Index = 0;
        return await JudgeAsync(call).ConfigureAwait(false);
    }

    private void AddFallbackFailure(Call call, FallbackSlot slot, Evidence evidence)
    {
        _telemetry.Log.FallbackFailed(_telemetry.Name, call.Id, slot.Name, evidence.Exception);
        call.Add(evidence.Stamped(slot.Name, SafetyAction.Block, GuardMode.Enforce));
    }

    private async ValueTask SubmitForReviewAsync(Call call)
    {
        TIn copy;
        try
        {
            copy = _copy(call.Received) ?? throw new InvalidOperationException("CopyInput returned null.");
        }
        catch (Exception exception)
        {
            call.Token.ThrowIfCancellationRequested();
            AddReviewFailure(call, new(EvidenceCodes.ReviewFailed, $"The input could not be copied for review: CopyInput threw {exception.GetType().Name} or gave null.") { Exception = exception });
            return;
        }

        try
        {
            ReviewRequest<TIn, TOut> request = new(
                call.Id,
                copy,
                call.HasModelOutput,
                call.HasModelOutput ? call.Output : default,
                call.Context.Call,
                [.. call.Evidence],
                _timeProvider.GetUtcNow());
            if (await WaitAsync(Reviews.SubmitAsync(request, call.Token), null, call).ConfigureAwait(false))
            {
                _telemetry.SentToReview(accepted: true);
            }
            else
            {
                AddReviewFailure(call, new(EvidenceCodes.ReviewFailed, "The review queue is full."));
            }
        }
        catch (Exception exception)
        {
            call.Token.ThrowIfCancellationRequested();
            AddReviewFailure(call, new(EvidenceCodes.ReviewFailed, $"The review queue threw {exception.GetType().Name}.") { Exception = exception });
        }
    }

    private void AddReviewFailure(Call call, Evidence evidence)
    {
        _telemetry.SentToReview(accepted: false);
        _telemetry.Log.ReviewFailed(_telemetry.Name, call.Id, evidence);
        call.Add(evidence.Stamped("human-review", SafetyAction.Review, GuardMode.Enforce));
    }
}
