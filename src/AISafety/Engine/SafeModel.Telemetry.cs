using System.Diagnostics;
using AISafety.Telemetry;

namespace AISafety;

// What the outside is told: metrics, traces and logs.
public sealed partial class SafeModel<TIn, TOut>
{
    private readonly ModelTelemetry _telemetry;
    private readonly Func<TIn, string>? _redact;

    private async ValueTask<TOut> PredictTracedAsync(TIn input, CallInfo call, CancellationToken cancellationToken) =>
        Unwrap(await EvaluateTracedAsync(input, call, cancellationToken).ConfigureAwait(false));

    /// <summary>The call inside an activity. A method of its own, so that the activity is not the caller's when this returns.</summary>
    private async ValueTask<SafetyResult<TOut>> EvaluateTracedAsync(TIn input, CallInfo call, CancellationToken cancellationToken)
    {
        using Activity? activity = ModelTelemetry.Activities.StartActivity(SafetyTelemetry.CallActivity);
        activity?.SetTag(SafetyTelemetry.ModelTag, _telemetry.Name);
        try
        {
            SafetyResult<TOut> result = await EvaluateUntraced(input, call, cancellationToken).ConfigureAwait(false);
            if (activity is { IsAllDataRequested: true })
            {
                activity.SetTag(SafetyTelemetry.CallIdTag, result.CallId.ToString());
                activity.SetTag(SafetyTelemetry.ActionTag, ModelTelemetry.TextOf(result.Action));
                activity.SetTag(SafetyTelemetry.ServedByTag, result.ServedBy);
                if (result.Evidence.Count > 0)
                {
                    activity.SetTag(SafetyTelemetry.CodesTag, result.Evidence.Select(static evidence => evidence.Code).Distinct().ToArray());
                }
            }

            return result;
        }
        catch (Exception exception)
        {
            Fail(activity, exception, cancellationToken);
            throw;
        }
    }

    private async ValueTask EvaluateBatchTracedAsync(
        ReadOnlyMemory<TIn> inputs,
        Memory<SafetyResult<TOut>> results,
        CallInfo call,
        CancellationToken cancellationToken)
    {
        using Activity? activity = ModelTelemetry.Activities.StartActivity(SafetyTelemetry.BatchActivity);
        activity?.SetTag(SafetyTelemetry.ModelTag, _telemetry.Name).SetTag(SafetyTelemetry.RowsTag, inputs.Length);
        try
        {
            await EvaluateBatchUntracedAsync(inputs, results, call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(activity, exception, cancellationToken);
            throw;
        }
    }

    private static void Fail(Activity? activity, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            activity?.SetTag(SafetyTelemetry.ActionTag, ModelTelemetry.TextOf(SafetyAction.NotEvaluated));
        }
        else
        {
            // The exception's own text may hold what the call was about.
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
        }
    }

    private void Tell(Call call, SafetyAction action, bool answered, double microseconds)
    {
        string servedBy = answered ? call.ServedBy : NobodyName;
        _telemetry.Ended(action, servedBy);
        if (call.Context.IsTimed)
        {
            _telemetry.Took(action, 1e-6 * microseconds);
        }

        if (call.HasEvidence)
        {
            _telemetry.Log.CallEnded(_telemetry.Name, call.Id, action, servedBy, call.Evidence, Redacted(call, action));
        }
    }

    private string? Redacted(Call call, SafetyAction action)
    {
        if (_redact is null || call.InputIsNull || action < SafetyAction.Review || !_telemetry.Log.LogsRefusals)
        {
            return null;
        }

        try
        {
            return _redact(call.Received);
        }
        catch (Exception exception)
        {
            return $"(the redactor threw {exception.GetType().Name})";
        }
    }
}
