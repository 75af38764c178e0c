namespace AISafety.Resilience;

/// <summary>The full model and the rungs below it. A call is given to the rung at which the ladder stands, and falls to the next where that one fails.</summary>
internal sealed class DegradedModel<TIn, TOut>(
    DegradationLadder ladder, AskedModel<TIn, TOut> full, Rung<TIn, TOut>[] rungs, TimeSpan? slowAfter, TimeProvider timeProvider, Action<string> fellThrough)
    : IRoutedModel<TIn, TOut>, IAnswerObserver<TIn, TOut>, IReportsHealth, IWrapsModel
{
    private readonly IAnswerObserver<TIn, TOut>[] _observers = [.. rungs.Select(rung => rung.Observer).OfType<IAnswerObserver<TIn, TOut>>()];

    object IWrapsModel.Inner => full.Model;

    public async ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default) =>
        (await PredictAsync(input, new SafetyContext(0, timeProvider) { CancellationToken = cancellationToken }).ConfigureAwait(false)).Output;

    public ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context)
    {
        LadderMark mark = ladder.Begin();
        context.Ladder = mark;
        long started = slowAfter is null ? 0 : timeProvider.GetTimestamp();
        if (mark.Rung > 0)
        {
            return DescendAsync(input, context, mark, null, started);
        }

        ValueTask<Served<TOut>> pending;
        try
        {
            pending = full.AskAsync(input, context, context.CancellationToken);
        }
        catch (Exception exception)
        {
            pending = ValueTask.FromException<Served<TOut>>(exception);
        }

        if (!pending.IsCompletedSuccessfully)
        {
            return DescendAsync(input, context, mark, pending.AsTask(), started);
        }

        Served<TOut> served = pending.Result;
        if (served.Output is null)
        {
            return DescendAsync(input, context, mark, Task.FromResult(served), started);
        }

        context.Ladder = mark with { Outcome = Timed(started) };
        return new(served);
    }

    /// <summary>Remembers what the full model answered: only its answers are simply allowed.</summary>
    public void Answered(TIn input, TOut output, SafetyContext context)
    {
        foreach (IAnswerObserver<TIn, TOut> observer in _observers)
        {
            observer.Answered(input, output, context);
        }
    }

    public PartHealth GetHealth()
    {
        int index = ladder.CurrentIndex;
        if (index == 0)
        {
            return new(DegradationLadder.PartName, HealthState.Healthy, "The full model answers.");
        }

        Rung<TIn, TOut> rung = rungs[index - 1];
        return new(
            DegradationLadder.PartName,
            rung.Refusal == SafetyAction.Block ? HealthState.Unhealthy : HealthState.Degraded,
            $"The ladder stands at rung '{rung.Name}' ({ladder.Last?.Reason}).");
    }

    private async ValueTask<Served<TOut>> DescendAsync(TIn input, SafetyContext context, LadderMark mark, Task<Served<TOut>>? asked, long started)
    {
        CancellationToken token = context.CancellationToken;
        Exception? first = null;
        for (int index = mark.Rung; index <= rungs.Length; index++)
        {
            bool isGiven = index == mark.Rung;
            try
            {
                Served<TOut> served = index == 0
                    ? await asked!.ConfigureAwait(false)
                    : new(await rungs[index - 1].Answer(input, context).ConfigureAwait(false), rungs[index - 1].Name) { IsStandIn = true };
                if (served.Output is not null)
                {
                    if (isGiven)
                    {
                        context.Ladder = mark with { Outcome = Timed(started) };
                    }

                    return index == 0 ? served : Mark(served, rungs[index - 1], isGiven, context);
                }

                context.Ladder = isGiven ? mark with { Outcome = RungOutcome.Failed } : context.Ladder;
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                if (index > 0 && rungs[index - 1].Refusal is not null)
                {
                    context.Ladder = isGiven ? mark with { Outcome = RungOutcome.Good } : context.Ladder;
                    throw;
                }

                first ??= exception;
                if (!isGiven)
                {
                    continue;
                }

                // A cache that has nothing for a call is as well as a cache can be; else the ladder could never pass it on its way up.
                context.Ladder = mark with { Outcome = index > 0 && rungs[index - 1].Observer is not null ? RungOutcome.Good : RungOutcome.Failed };
            }
        }

        // Nobody was left: what the first one asked has thrown says most.
        if (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }

        return default;
    }

    private Served<TOut> Mark(Served<TOut> served, Rung<TIn, TOut> rung, bool isGiven, SafetyContext context)
    {
        context.Degrade(isGiven ? rung.Standing : rung.Fallthrough);
        if (!isGiven)
        {
            fellThrough(rung.Name);
        }

        return served;
    }

    private RungOutcome Timed(long started) =>
        slowAfter is { } limit && timeProvider.GetElapsedTime(started) > limit ? RungOutcome.Slow : RungOutcome.Good;
}
