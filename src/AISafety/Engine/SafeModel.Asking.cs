using AISafety.Resilience;

namespace AISafety;

// The model call, and the guards beside it.
public sealed partial class SafeModel<TIn, TOut>
{
    private async ValueTask AskAsync(Call call)
    {
        if (call.Stage != Stage.Model || call.IsStopped)
        {
            return;
        }

        if (call.Beside.Count > 0)
        {
            call.Linked = CancellationTokenSource.CreateLinkedTokenSource(call.Token);
        }

        try
        {
            call.Model = ModelOutcome.Abandoned;
            ValueTask<Served<TOut>> pending = call.TakePending(call.PendingModel) ?? StartModel(call);
            call.PendingModel = null;
            Task<Served<TOut>> model = pending.IsCompleted ? pending.AsTask() : Start(pending, call);
            call.ModelTask = model;
            if (call.Beside.Count > 0)
            {
                await SettleBesideModelAsync(call).ConfigureAwait(false);
            }

            if (call.IsStopped)
            {
                CancelModel(call);
                return;
            }

            Served<TOut> served = await WaitAsync(model, null, call).ConfigureAwait(false);
            call.Token.ThrowIfCancellationRequested();
            if (call.Context.IsTimed && !call.IsModelShared)
            {
                StampModel(call.Context, served.By ?? ModelName);
            }

            Take(call, served);
        }
        catch (Exception exception)
        {
            call.Token.ThrowIfCancellationRequested();
            Fail(call, exception);
        }
    }

    /// <summary>Calls the model. What it throws at once comes back in the task, so that guards beside it still have their say.</summary>
    /// <remarks>The token that a guard beside the model cancels is the model's alone: a fallback must not find its own cancelled.</remarks>
    private ValueTask<Served<TOut>> StartModel(Call call)
    {
        try
        {
            CancellationToken token = call.Linked?.Token ?? call.Token;
            return _routed is not null
                ? _routed.PredictAsync(call.Input, call.Linked is null ? call.Context : call.Context.CopyFor(token))
                : NameAsync(_model.PredictAsync(call.Input, token));
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<Served<TOut>>(exception);
        }
    }

    private static void Take(Call call, Served<TOut> served)
    {
        if (served.Output is null)
        {
            call.Model = ModelOutcome.Failed;
            call.Stop(SafetyAction.Block, new Evidence(EvidenceCodes.NullOutput, "The model answered null.").Stamped(ModelName, SafetyAction.Block, GuardMode.Enforce));
            return;
        }

        if (served.IsStandIn)
        {
            call.Context.NoteStandIn();
        }

        Answered(call, served.Output, served.By ?? ModelName);
        if (call.Context.Degraded is { } degraded)
        {
            call.Add(degraded.Stamped(DegradationLadder.PartName, SafetyAction.Flag, GuardMode.Enforce));
            call.Enforce(SafetyAction.Flag);
        }

        Advance(call, Stage.Output);
    }

    private void Fail(Call call, Exception exception)
    {
        call.Model = ModelOutcome.Failed;
        call.ModelException = exception;
        (SafetyAction action, Evidence evidence) = ModelFault.Judge(exception);
        call.Stop(action, evidence.Stamped(ModelName, action, GuardMode.Enforce));
        if (exception is not ModelUnavailableException)
        {
            _telemetry.Log.ModelFailed(_telemetry.Name, call.Id, exception);
        }
    }

    /// <summary>Waits until every enforced guard beside the model has answered and the model has ended, or one of them refuses.</summary>
    private async ValueTask SettleBesideModelAsync(Call call)
    {
        while (true)
        {
            SettleAnswered(call);
            List<Task> waiting = [.. call.Beside.Where(beside => beside.Terms.Mode == GuardMode.Enforce).Select(beside => beside.Bounded)];
            bool modelRuns = call.ModelTask is { IsCompleted: false };
            if (call.IsStopped || (waiting.Count == 0 && !modelRuns))
            {
                return;
            }

            if (modelRuns)
            {
                waiting.Add(call.ModelTask!);
            }

            await Task.WhenAny(waiting).WaitAsync(call.Token).ConfigureAwait(false);
            call.Token.ThrowIfCancellationRequested();
        }
    }

    private void SettleAnswered(Call call)
    {
        for (int i = 0; i < call.Beside.Count && !call.IsStopped;)
        {
            BesideTask beside = call.Beside[i];
            if (!beside.Bounded.IsCompleted)
            {
                i++;
                continue;
            }

            call.Beside.RemoveAt(i);
            if (beside.Bounded.IsCompletedSuccessfully)
            {
                Apply(call, beside.Terms, beside.Bounded.Result, replaceIsTooLate: true);
            }
            else
            {
                Exception exception = beside.Bounded.Exception?.InnerException ?? new OperationCanceledException();
                ApplyFailure(call, beside.Terms, IsBudgetExceeded(beside.Own, exception) ? new BudgetExceededException() : exception);
            }
        }
    }

    private static void CancelModel(Call call)
    {
        if (call.ModelTask is { IsCompleted: true } model)
        {
            call.Model = model.IsCompletedSuccessfully ? ModelOutcome.Succeeded : ModelOutcome.Failed;
            UnawaitedTask.Observe(model);
        }
        else if (call.Linked is { } linked)
        {
            // Not awaited: what the model has registered with its token may take its time, and the refusal need not wait for it.
            UnawaitedTask.Observe(linked.CancelAsync());
        }
    }
}
