namespace AISafety.Rollout;

/// <summary>Asks the stable version or the candidate, by the call's key.</summary>
internal sealed class RolloutModel<TIn, TOut>(IModel<TIn, TOut> stable, IModel<TIn, TOut> candidate, ModelRollout rollout) : IRoutedModel<TIn, TOut>, IReportsHealth, IWrapsModel
{
    private readonly IRoutedModel<TIn, TOut>? _routedStable = stable as IRoutedModel<TIn, TOut>;

    object IWrapsModel.Inner => stable;

    public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => stable.PredictAsync(input, cancellationToken);

    public ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context)
    {
        bool isCandidate = Begin(context);
        try
        {
            ValueTask<Served<TOut>> pending = isCandidate ? Candidate(input, context) : Stable(input, context);
            if (!pending.IsCompletedSuccessfully)
            {
                return WaitAsync(pending, input, context, isCandidate);
            }

            Served<TOut> served = pending.Result;
            End(context, IsNull(served));
            return new(served);
        }
        catch (Exception exception)
        {
            return FailedAsync(exception, input, context, isCandidate);
        }
    }

    public PartHealth GetHealth() => rollout.GetHealth();

    /// <summary>Chooses the arm, once a call: a retry keeps it, and what did not end before has failed.</summary>
    private bool Begin(SafetyContext context)
    {
        ArmNote note = context.Arm;
        note = note.Arm == 0
            ? rollout.Choose(context.Call.Key, context.CallId) with { Started = context.TimeProvider.GetTimestamp() }
            : note with { HasFailed = note.HasFailed || !note.HasEnded, HasEnded = false };
        context.Arm = note;

        // A rollback in between holds for retries too; the call counts for the arm that it began with.
        return note.Arm == ArmCode.Candidate && rollout.Share > 0;
    }

    private static void End(SafetyContext context, bool hasFailed)
    {
        ArmNote note = context.Arm;
        context.Arm = note with
        {
            HasEnded = true,
            HasFailed = note.HasFailed || hasFailed,
            Microseconds = (float)context.TimeProvider.GetElapsedTime(note.Started).TotalMicroseconds,
        };
    }

    private async ValueTask<Served<TOut>> WaitAsync(ValueTask<Served<TOut>> pending, TIn input, SafetyContext context, bool isCandidate)
    {
        try
        {
            Served<TOut> served = await pending.ConfigureAwait(false);
            End(context, IsNull(served));
            return served;
        }
        catch (Exception exception)
        {
            return await FailedAsync(exception, input, context, isCandidate).ConfigureAwait(false);
        }
    }

    /// <summary>What the caller gave up is no failure of the arm's, and it has not ended. A timeout around the arm is one.</summary>
    private async ValueTask<Served<TOut>> FailedAsync(Exception exception, TIn input, SafetyContext context, bool isCandidate)
    {
        if (!(exception is OperationCanceledException && context.CallToken.IsCancellationRequested))
        {
            End(context, hasFailed: true);
            if (isCandidate && rollout.Options.AnswerFailuresByStable && !context.CancellationToken.IsCancellationRequested)
            {
                return await Stable(input, context).ConfigureAwait(false);
            }
        }

        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        throw exception;
    }

    private ValueTask<Served<TOut>> Candidate(TIn input, SafetyContext context) => Named(candidate.PredictAsync(input, context.CancellationToken), ArmCode.CandidateName);

    private ValueTask<Served<TOut>> Stable(TIn input, SafetyContext context) => _routedStable is null
        ? Named(stable.PredictAsync(input, context.CancellationToken), ArmCode.StableName)
        : _routedStable.PredictAsync(input, context);

    private static ValueTask<Served<TOut>> Named(ValueTask<TOut> pending, string name)
    {
        return pending.IsCompletedSuccessfully ? new(new Served<TOut>(pending.Result, name)) : NameAsync(pending, name);

        static async ValueTask<Served<TOut>> NameAsync(ValueTask<TOut> pending, string name) => new(await pending.ConfigureAwait(false), name);
    }

    // A branch, because a value that is compared with null elsewhere is boxed until the method is optimised.
    private static bool IsNull(in Served<TOut> served)
    {
        if (served.Output is null)
        {
            return true;
        }

        return false;
    }
}
