namespace AISafety;

// Stages before the model, asynchronously.
public sealed partial class SafeModel<TIn, TOut>
{
    private async ValueTask PrepareAsync(Call call)
    {
        call.Token.ThrowIfCancellationRequested();
        if (call.Stage == Stage.Admission)
        {
            await AdmitAsync(call).ConfigureAwait(false);
            Advance(call, Stage.Features);
            BeginStage(call.Context);
        }

        if (call.Stage == Stage.Features)
        {
            if (!call.IsStopped)
            {
                ReadFeatures(call);
            }

            call.Token.ThrowIfCancellationRequested();
            Advance(call, Stage.Input);
        }

        if (call.Stage == Stage.Input)
        {
            await InspectInputAsync(call).ConfigureAwait(false);
            Advance(call, Stage.BesideModel);
        }

        if (call.Stage == Stage.BesideModel)
        {
            StartBesideModel(call);
            call.Token.ThrowIfCancellationRequested();
            Advance(call, Stage.Model);
        }
    }

    private static void Advance(Call call, Stage stage)
    {
        call.Stage = stage;
        call.Index = 0;
    }

    private async ValueTask AdmitAsync(Call call)
    {
        SafetyContext context = call.Context;
        for (; call.Index < _admission.Length && !call.IsStopped; call.Index++)
        {
            int index = call.Index;
            GuardTerms terms = _admission[index].Terms;
            context.Asked = index + 1;
            Task<Admission>? started = null;
            try
            {
                ValueTask<Admission> pending = call.TakePending(call.PendingAdmission) ?? _admission[index].Guard.AdmitAsync(call.Input, context);
                call.PendingAdmission = null;
                Admission admission;
                if (pending.IsCompleted)
                {
                    admission = await pending.ConfigureAwait(false);
                }
                else
                {
                    started = Start(pending, call);
                    admission = await WaitAsync(started, terms.Budget, call).ConfigureAwait(false);
                }

                context.Keep(index, admission);
                Apply(call, terms, admission);
            }
            catch (Exception exception)
            {
                ReleaseLate(started);
                call.Token.ThrowIfCancellationRequested();
                ApplyFailure(call, terms, exception);
            }

            call.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>An admission that comes after nobody waits for it any more may hold a lease, which must not leak.</summary>
    private static void ReleaseLate(Task<Admission>? started) =>
        _ = started?.ContinueWith(
            static late => Release(late.Result.Lease),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    private void Apply(Call call, GuardTerms terms, Admission admission)
    {
        if (admission.IsAdmitted)
        {
            return;
        }

        Enforce(call, terms, SafetyAction.Block, admission.Evidence
            ?? new Evidence(EvidenceCodes.NoVerdict, $"Guard '{terms.Name}' neither admitted nor denied; that counts as a block."));
    }

    /// <summary>Reads the row; a schema that fails is treated like a guard that does.</summary>
    private void ReadFeatures(Call call)
    {
        if (_schema is null)
        {
            return;
        }

        ReadInto(call, call.Context.Received);
        call.Context.FeaturesRead = true;
    }

    private void ReadInto(Call call, Span<float> row)
    {
        try
        {
            if (call.Thrown is { } thrown)
            {
                call.Thrown = null;
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
            }

            if (_schema!.TryRead(call.Input, row))
            {
                return;
            }

            List<Evidence> found = [];
            _schema.CollectViolations(call.Input, found);
            if (found.Count == 0)
            {
                found.Add(new("input.length", "A vector of the input has another length than the schema states."));
            }

            foreach (Evidence evidence in found)
            {
                call.Add(evidence.Stamped(FeaturesName, _features.FailureAction, _features.Mode));
            }

            Enforce(call, _features, _features.FailureAction);
        }
        catch (Exception exception)
        {
            row.Fill(float.NaN);
            call.Token.ThrowIfCancellationRequested();
            FailFeatures(call, exception);
        }
    }

    private void FailFeatures(Call call, Exception exception)
    {
        FeatureReadException? read = exception as FeatureReadException;
        Evidence evidence = new(EvidenceCodes.FeaturesFailed, read?.Message ?? $"The features could not be read: {exception.GetType().Name} was thrown.")
        {
            Feature = read?.Feature,
            Exception = read?.InnerException ?? exception,
        };
        _telemetry.Log.GuardFailed(_telemetry.Name, call.Id, _features, evidence);
        Enforce(call, _features, _features.FailureAction, evidence);
    }

    private async ValueTask InspectInputAsync(Call call)
    {
        for (; call.Index < _input.Length && !call.IsStopped; call.Index++)
        {
            int index = call.Index;
            GuardTerms terms = _input[index].Terms;
            try
            {
                ValueTask<Verdict<TIn>> pending = call.TakePending(call.PendingInput) ?? _input[index].Guard.InspectAsync(call.Input, call.Context);
                call.PendingInput = null;
                Verdict<TIn> verdict = await WaitAsync(pending, terms.Budget, call).ConfigureAwait(false);
                call.Token.ThrowIfCancellationRequested();
                if (Apply(call, terms, verdict) == SafetyAction.Replace)
                {
                    Replace(call, verdict.Replacement!);
                }
            }
            catch (Exception exception)
            {
                call.Token.ThrowIfCancellationRequested();
                ApplyFailure(call, terms, exception);
            }

            if (call.Context.IsTimed)
            {
                StampGuard(call.Context, index);
            }
        }
    }

    private void Replace(Call call, TIn replacement)
    {
        call.Input = replacement;
        if (_schema is not null)
        {
            ReadInto(call, call.Context.BeginReplacedFeatures());
        }
    }

    /// <summary>Asks the guards beside the model. Those that answer at once have their say before the model is called.</summary>
    private void StartBesideModel(Call call)
    {
        for (; call.Index < _beside.Length && !call.IsStopped; call.Index++)
        {
            int index = call.Index;
            GuardTerms terms = _beside[index].Terms;
            try
            {
                ValueTask<Verdict<TIn>> pending = call.TakePending(call.PendingInput) ?? _beside[index].Guard.InspectAsync(call.Input, call.Context);
                call.PendingInput = null;
                if (pending.IsCompleted)
                {
                    Apply(call, terms, pending.GetAwaiter().GetResult(), replaceIsTooLate: true);
                }
                else
                {
                    Task<Verdict<TIn>> own = Start(pending, call);
                    Task<Verdict<TIn>> bounded = terms.Budget is { } budget ? own.WaitAsync(budget, _timeProvider, CancellationToken.None) : own;
                    UnawaitedTask.Observe(bounded);
                    call.Beside.Add(new(terms, own, bounded));
                }
            }
            catch (Exception exception)
            {
                call.Token.ThrowIfCancellationRequested();
                ApplyFailure(call, terms, exception);
            }
        }
    }
}
