using AISafety.Resilience;

namespace AISafety;

// The asynchronous way of a call, and how it waits.
public sealed partial class SafeModel<TIn, TOut>
{
    /// <summary>Takes a call on from where the fast path left it.</summary>
    private async ValueTask<SafetyResult<TOut>> ContinueAsync(Call call)
    {
        try
        {
            await PrepareAsync(call).ConfigureAwait(false);
            await AskAsync(call).ConfigureAwait(false);
            await JudgeAndResolveAsync(call).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Only cancellation by the caller gets here: whatever guards, model and fallbacks throw was turned into a verdict.
            call.IsCancelled = true;
            throw;
        }
        finally
        {
            Conclude(call);
        }

        return Result(call);
    }

    private SafetyResult<TOut> Result(Call call)
    {
        if (call.ModelException is { } exception && !call.HasAnswer && _fallbacks.Length == 0 && !ModelFault.IsRefusal(exception))
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        }

        return new(call.Id, call.Worst, call.HasAnswer, call.HasAnswer ? call.Output : default, call.HasAnswer ? call.ServedBy : NobodyName, call.EvidenceSnapshot());
    }

    /// <summary>Records the call, tells the admission guards, and lets go of the context as soon as nobody can see it any more.</summary>
    private void Conclude(Call call)
    {
        NotePending(call);
        SafetyContext context = call.Context;
        SafetyAction action = call.IsCancelled ? SafetyAction.NotEvaluated : call.Worst;
        bool answered = call.HasAnswer && !call.IsCancelled;
        if (answered && action == SafetyAction.Allow)
        {
            foreach (IAnswerObserver<TIn, TOut> observer in _answerObservers)
            {
                observer.Answered(call.Input, call.Output!, context);
            }
        }

        double microseconds = context.IsTimed ? Elapsed(context) : 0;
        Record(call.Received, call.Output, answered, action, call.Model, call.ServedBy, context, microseconds);
        Tell(call, action, answered, microseconds);
        if (_told.Length > 0)
        {
            TellCompleted(context, new(call.Id, action, call.Model, ModelException(call)) { IsAnswerRefused = call.HasModelOutput && call.IsStopped, IsStandIn = context.IsStandIn });
        }

        LetGo(call);
    }

    /// <summary>Notes what the fast path has asked and, because the caller had cancelled by then, nobody waited for: it may still use the
    /// context, or hold a lease.</summary>
    private void NotePending(Call call)
    {
        if (call.Model == ModelOutcome.NotCalled && call.Stage == Stage.Model && (call.PendingModel is not null || call.Thrown is not null))
        {
            call.Model = ModelOutcome.Abandoned;
        }

        if (call.PendingAdmission is { } admission)
        {
            ReleaseLate(Start(admission, call));
        }

        if (call.PendingInput is { } input)
        {
            Start(input, call);
        }

        if (call.PendingModel is { } model)
        {
            call.ModelTask = Start(model, call);
        }

        if (call.PendingOutput is { } output)
        {
            Start(output, call);
        }
    }

    private void LetGo(Call call)
    {
        SafetyContext context = call.Context;
        bool abandoned = false;
        if (StillRunning(call) is { } model)
        {
            // Asked once only: were the model to end from here on, its leases would be in the hands of two.
            abandoned = true;

            // The leases and the token live until the model ends, whoever still waits for it.
            _ = ReleaseAfterAsync(model, context, call.Linked);
        }
        else
        {
            ReleaseLeases(context);
            call.Linked?.Dispose();
            _ = call.ModelTask?.Exception;
        }

        foreach (Task task in call.Started)
        {
            abandoned |= !task.IsCompleted;
            UnawaitedTask.Observe(task);
        }

        if (abandoned)
        {
            // Somebody may still read the context, so nobody else may ever get it; its lane, which it has if nothing was waited for, is for others.
            Detach(context);
            EndWaiting(context);
        }
        else
        {
            End(context);
        }
    }

    /// <summary>The model's task, or what it started and gave up on; null if all of it has ended.</summary>
    private static Task? StillRunning(Call call) => call.ModelTask is { IsCompleted: false } model ? model : call.Context.RunningAttempts;

    private static async Task ReleaseAfterAsync(Task running, SafetyContext context, CancellationTokenSource? linked)
    {
        for (Task? one = running; one is not null; one = context.RunningAttempts)
        {
            await one.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ReleaseLeases(context);
        linked?.Dispose();
    }

    /// <summary>What the model threw, even if a guard beside it refused before anybody asked.</summary>
    private static Exception? ModelException(Call call) =>
        call.ModelException ?? (call.Model == ModelOutcome.Failed ? call.ModelTask?.Exception?.InnerException : null);

    /// <summary>Waits for a guard or model within its budget and the caller's patience.</summary>
    private async ValueTask<T> WaitAsync<T>(ValueTask<T> pending, TimeSpan? budget, Call call)
    {
        if (pending.IsCompleted)
        {
            return await pending.ConfigureAwait(false);
        }

        Task<T> task = Start(pending, call);
        return await WaitAsync(task, budget, call).ConfigureAwait(false);
    }

    private async ValueTask<T> WaitAsync<T>(Task<T> task, TimeSpan? budget, Call call)
    {
        if (budget is null && !call.Token.CanBeCanceled)
        {
            return await task.ConfigureAwait(false);
        }

        try
        {
            return await task.WaitAsync(budget ?? Timeout.InfiniteTimeSpan, _timeProvider, call.Token).ConfigureAwait(false);
        }
        catch (TimeoutException exception) when (IsBudgetExceeded(task, exception))
        {
            throw new BudgetExceededException();
        }
    }

    /// <summary>Whether waiting for the task ended because of its budget: not by what it threw itself, and whether or not it has ended since.</summary>
    private static bool IsBudgetExceeded(Task task, Exception exception) =>
        exception is TimeoutException && !ReferenceEquals(task.Exception?.InnerException, exception);

    /// <summary>Notes a task that the call has started and that did not complete at once.</summary>
    private Task<T> Start<T>(ValueTask<T> pending, Call call)
    {
        Detach(call.Context);
        Task<T> task = pending.AsTask();
        call.Started.Add(task);
        return task;
    }

    /// <summary>The engine stopped waiting. A type of its own, because a guard may throw <see cref="TimeoutException"/> itself.</summary>
    private sealed class BudgetExceededException : Exception;
}
