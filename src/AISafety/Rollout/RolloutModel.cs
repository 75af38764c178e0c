namespace AISafety.Rollout;

/// <summary>Asks the stable version or the candidate, by the call's key.</summary>
internal sealed class RolloutModel<TIn, TOut>(IModel<TIn, TOut> stable, IModel<TIn, TOut> candidate, ModelRollout rollout) : IRoutedModel<TIn, TOut>, IReportsHealth
{
    private readonly IRoutedModel<TIn, TOut>? _routedStable = stable as IRoutedModel<TIn, TOut>;
    private readonly bool _isTimed = rollout.Options.Gates.Any(static gate => gate.Kind == GateKind.Latency);

    public ModelRollout Rollout => rollout;

    public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => stable.PredictAsync(input, cancellationToken);

    public ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context)
    {
        ArmNote note = rollout.Choose(context.Call.Key, context.CallId);
        context.NoteArm(note);
        long started = _isTimed ? context.TimeProvider.GetTimestamp() : 0;
        try
        {
            ValueTask<Served<TOut>> pending = note.Arm == ArmCode.Candidate ? Candidate(input, context) : Stable(input, context);
            if (!pending.IsCompletedSuccessfully)
            {
                return WaitAsync(pending, input, context, note, started);
            }

            Served<TOut> served = pending.Result;
            context.NoteArm(Ended(note, context, started, IsNull(served)));
            return new(served);
        }
        catch (Exception exception)
        {
            return FailedAsync(exception, input, context, note, started);
        }
    }

    public PartHealth GetHealth() => rollout.GetHealth();

    private async ValueTask<Served<TOut>> WaitAsync(ValueTask<Served<TOut>> pending, TIn input, SafetyContext context, ArmNote note, long started)
    {
        try
        {
            Served<TOut> served = await pending.ConfigureAwait(false);
            context.NoteArm(Ended(note, context, started, IsNull(served)));
            return served;
        }
        catch (Exception exception)
        {
            return await FailedAsync(exception, input, context, note, started).ConfigureAwait(false);
        }
    }

    /// <summary>What the caller gave up is no failure of the arm's; and it has not ended.</summary>
    private async ValueTask<Served<TOut>> FailedAsync(Exception exception, TIn input, SafetyContext context, ArmNote note, long started)
    {
        if (!(exception is OperationCanceledException && context.CancellationToken.IsCancellationRequested))
        {
            context.NoteArm(Ended(note, context, started, hasFailed: true));
            if (note.Arm == ArmCode.Candidate && rollout.Options.AnswerFailuresByStable)
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

    private ArmNote Ended(ArmNote note, SafetyContext context, long started, bool hasFailed) => note with
    {
        HasEnded = true,
        HasFailed = hasFailed,
        Microseconds = _isTimed ? (float)context.TimeProvider.GetElapsedTime(started).TotalMicroseconds : 0,
    };
}
