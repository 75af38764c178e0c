namespace AISafety.Rollout;

// One thread: it asks the candidate about one call after the other.
internal sealed partial class ShadowRunner<TIn, TOut>
{
    private void Run()
    {
        while (Take() is { } call && Ask(call))
        {
        }
    }

    /// <summary>Asks about one call. False if the thread was given up on meanwhile and another is in its place.</summary>
    private bool Ask(ShadowCall<TIn, TOut> call)
    {
        CancellationTokenSource budget = call.Budget!;
        ITimer? timer = null;
        Task<TOut>? task = null;
        ShadowOutcome outcome = ShadowOutcome.CandidateFailed;
        TOut? output = default;
        double seconds = 0;
        try
        {
            timer = Watch(call);
            long started = _timeProvider.GetTimestamp();
            ValueTask<TOut> pending = _candidate.PredictAsync(call.Input, budget.Token);
            task = pending.IsCompleted ? null : pending.AsTask();
            output = task is null ? pending.GetAwaiter().GetResult() : WaitFor(task, call);
            seconds = _timeProvider.GetElapsedTime(started).TotalSeconds;
            outcome = budget.IsCancellationRequested ? ShadowOutcome.TimedOut
                : output is null ? ShadowOutcome.CandidateFailed
                : Compare(call, output);
        }
        catch (Exception)
        {
            outcome = budget.IsCancellationRequested ? ShadowOutcome.TimedOut : ShadowOutcome.CandidateFailed;
        }

        timer?.Dispose();
        if (!TryEnd(call, abandoned: false))
        {
            return Rejoin(call, task);
        }

        if (outcome is ShadowOutcome.Agreed or ShadowOutcome.Disagreed or ShadowOutcome.ComparisonFailed)
        {
            _ledger.Answered(call, output!, seconds, outcome);
        }
        else
        {
            _ledger.Ended(outcome);
        }

        Leave(call);
        return true;
    }

    private ShadowOutcome Compare(ShadowCall<TIn, TOut> call, TOut output)
    {
        try
        {
            return _agree(call.Input, call.Stable, output) ? ShadowOutcome.Agreed : ShadowOutcome.Disagreed;
        }
        catch (Exception)
        {
            return ShadowOutcome.ComparisonFailed;
        }
    }

    /// <summary>Waits for the candidate's task, or until the call is given up on.</summary>
    private TOut? WaitFor(Task<TOut> task, ShadowCall<TIn, TOut> call)
    {
        lock (_gate)
        {
            call.IsInside = call.IsOver && call.IsInside;
            if (call.IsOver)
            {
                return default;
            }
        }

        Task.WaitAny(task, call.GivenUp!.Task);
        lock (_gate)
        {
            if (call.IsOver)
            {
                return default;
            }

            call.IsInside = true;
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>What a thread does whose call was abandoned: it notes when the call comes back, and goes on if there is a place for it.</summary>
    private bool Rejoin(ShadowCall<TIn, TOut> call, Task<TOut>? task)
    {
        if (task is { IsCompleted: false })
        {
            _ = task.ContinueWith(
                static (ended, runner) =>
                {
                    _ = ended.Exception;
                    ((ShadowRunner<TIn, TOut>)runner!).Return();
                },
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
        else
        {
            _ = task?.Exception;
            Return();
        }

        lock (_gate)
        {
            if (!call.IsInside)
            {
                return true;
            }

            if (_threads >= _options.Concurrency || _isClosed)
            {
                return false;
            }

            _threads++;
            return true;
        }
    }

    /// <summary>Cancels the call's token when its budget is used up, and abandons it after as long again.</summary>
    private ITimer Watch(ShadowCall<TIn, TOut> call)
    {
        bool isCancelled = false;
        return _timeProvider.CreateTimer(
            _ =>
            {
                if (isCancelled)
                {
                    Abandon(call);
                }
                else
                {
                    isCancelled = true;
                    Cancel(call);
                }
            },
            null,
            _options.TimeBudget,
            _options.TimeBudget);
    }

    /// <summary>Not awaited, and what it throws is only looked at: what the candidate has registered with its token is foreign code.</summary>
    private static void Cancel(ShadowCall<TIn, TOut> call) =>
        UnawaitedTask.Observe(call.Budget!.CancelAsync());
}
