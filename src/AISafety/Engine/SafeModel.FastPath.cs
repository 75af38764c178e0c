namespace AISafety;

// The way of a call in which everything completes synchronously and is allowed. Whatever else happens, a Call is made of it, and
// the asynchronous way takes over at that very place: see ContinueAsync.
public sealed partial class SafeModel<TIn, TOut>
{
    private Call? Run(TIn input, SafetyContext context, out TOut output, out string servedBy)
    {
        output = default!;
        servedBy = ModelName;
        return Prepare(input, context)
            ?? Ask(input, context, out output, out servedBy)
            ?? Judge(input, output, servedBy, context);
    }

    /// <summary>Admission, features, input guards, and the guards beside the model.</summary>
    private Call? Prepare(TIn input, SafetyContext context)
    {
        Stage stage = Stage.Admission;
        int i = 0;
        try
        {
            if (input is null || context.IdentifyException is not null)
            {
                return Refused(input, context);
            }

            for (; i < _admission.Length; i++)
            {
                context.Asked = i + 1;
                ValueTask<Admission> pending = _admission[i].Guard.AdmitAsync(input, context);
                if (!pending.IsCompletedSuccessfully)
                {
                    return new(input, context, stage, i) { PendingAdmission = pending };
                }

                Admission admission = pending.Result;
                context.Keep(i, admission);
                if (!admission.IsAdmitted)
                {
                    return new(input, context, stage, i) { PendingAdmission = new(admission) };
                }
            }

            stage = Stage.Features;
            i = 0;
            if (_schema is not null)
            {
                if (!_schema.TryRead(input, context.Received))
                {
                    return new(input, context, stage, 0);
                }

                context.FeaturesRead = true;
            }

            stage = Stage.Input;
            for (; i < _input.Length; i++)
            {
                ValueTask<Verdict<TIn>> pending = _input[i].Guard.InspectAsync(input, context);
                if (!pending.IsCompletedSuccessfully)
                {
                    return new(input, context, stage, i) { PendingInput = pending };
                }

                Verdict<TIn> verdict = pending.Result;
                if (verdict.Action != SafetyAction.Allow)
                {
                    return new(input, context, stage, i) { PendingInput = new(verdict) };
                }

                if (context.IsTimed)
                {
                    StampGuard(context, i);
                }
            }

            stage = Stage.BesideModel;
            i = 0;
            for (; i < _beside.Length; i++)
            {
                ValueTask<Verdict<TIn>> pending = _beside[i].Guard.InspectAsync(input, context);
                if (!pending.IsCompletedSuccessfully)
                {
                    return new(input, context, stage, i) { PendingInput = pending };
                }

                Verdict<TIn> verdict = pending.Result;
                if (verdict.Action != SafetyAction.Allow)
                {
                    return new(input, context, stage, i) { PendingInput = new(verdict) };
                }
            }

            return context.CancellationToken.IsCancellationRequested ? new(input, context, Stage.Model, 0) : null;
        }
        catch (Exception exception)
        {
            return new(input, context, stage, i) { Thrown = exception };
        }
    }

    private Call? Ask(TIn input, SafetyContext context, out TOut output, out string servedBy)
    {
        output = default!;
        servedBy = ModelName;
        try
        {
            if (_routed is null)
            {
                ValueTask<TOut> pending = _model.PredictAsync(input, context.CancellationToken);
                if (!pending.IsCompletedSuccessfully)
                {
                    return new(input, context, Stage.Model, 0) { PendingModel = NameAsync(pending) };
                }

                output = pending.Result;
            }
            else
            {
                ValueTask<Served<TOut>> pending = _routed.PredictAsync(input, context);
                if (!pending.IsCompletedSuccessfully)
                {
                    return new(input, context, Stage.Model, 0) { PendingModel = pending };
                }

                Served<TOut> served = pending.Result;
                if (served.IsStandIn)
                {
                    return new(input, context, Stage.Model, 0) { PendingModel = new(served) };
                }

                (output, servedBy) = served;
            }
        }
        catch (Exception exception)
        {
            return new(input, context, Stage.Model, 0) { Thrown = exception };
        }

        if (output is null || servedBy is null || context.IsNoted)
        {
            return new(input, context, Stage.Model, 0) { PendingModel = new(new Served<TOut>(output, servedBy ?? ModelName)) };
        }

        if (context.Leased > 0)
        {
            ReleaseLeases(context);
        }

        if (context.IsTimed)
        {
            StampModel(context, servedBy);
        }

        return null;
    }

    private Call? Judge(TIn input, TOut output, string servedBy, SafetyContext context)
    {
        int i = 0;
        try
        {
            for (; i < _output.Length; i++)
            {
                ValueTask<Verdict<TOut>> pending = _output[i].Guard.InspectAsync(input, output, context);
                if (!pending.IsCompletedSuccessfully)
                {
                    return Answered(new(input, context, Stage.Output, i) { PendingOutput = pending }, output, servedBy);
                }

                Verdict<TOut> verdict = pending.Result;
                if (verdict.Action != SafetyAction.Allow)
                {
                    return Answered(new(input, context, Stage.Output, i) { PendingOutput = new(verdict) }, output, servedBy);
                }

                if (context.IsTimed)
                {
                    StampGuard(context, _input.Length + 1 + i);
                }
            }
        }
        catch (Exception exception)
        {
            return Answered(new(input, context, Stage.Output, i) { Thrown = exception }, output, servedBy);
        }

        return context.CancellationToken.IsCancellationRequested
            ? Answered(new(input, context, Stage.Output, _output.Length), output, servedBy)
            : null;
    }

    /// <summary>The end of an allowed call.</summary>
    private void Complete(TIn input, TOut output, string servedBy, SafetyContext context)
    {
        foreach (IAnswerObserver<TIn, TOut> observer in _answerObservers)
        {
            observer.Answered(input, output, context);
        }

        double microseconds = context.IsTimed ? Elapsed(context) : 0;
        Record(input, output, true, SafetyAction.Allow, ModelOutcome.Succeeded, servedBy, context, microseconds);
        _telemetry.Ended(SafetyAction.Allow, servedBy);
        if (context.IsTimed)
        {
            _telemetry.Took(SafetyAction.Allow, 1e-6 * microseconds);
        }

        if (_told.Length > 0)
        {
            TellCompleted(context, new(context.CallId, SafetyAction.Allow, ModelOutcome.Succeeded, null));
        }

        End(context);
    }

    private static Call Answered(Call call, TOut output, string servedBy)
    {
        call.Output = output;
        call.HasModelOutput = true;
        call.Model = ModelOutcome.Succeeded;
        call.ServedBy = servedBy;
        return call;
    }

    /// <summary>A call that cannot even begin: there is no input, or nobody can say whose it is.</summary>
    private static Call Refused(TIn input, SafetyContext context)
    {
        Exception? exception = context.IdentifyException;
        Evidence evidence = exception is null
            ? new(EvidenceCodes.NullInput, "The input is null.")
            : new(EvidenceCodes.IdentifyFailed, $"The function given to IdentifyCall threw {exception.GetType().Name}.") { Exception = exception };
        Call call = new(input, context, Stage.Resolve, 0) { InputIsNull = input is null };
        call.Stop(SafetyAction.Block, evidence.Stamped("call", SafetyAction.Block, GuardMode.Enforce));
        return call;
    }

    private static async ValueTask<Served<TOut>> NameAsync(ValueTask<TOut> pending) => new(await pending.ConfigureAwait(false), ModelName);
}
