using Polly;

namespace AISafety.Resilience;

/// <summary>A model inside a pipeline of Polly. An attempt whose token is cancelled is waited for no longer, whether or not the model heeds its token.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="first">The model.</param>
/// <param name="second">The model that hedges; null without.</param>
/// <param name="late">Told of an answer that came after its attempt was cancelled, from a model that could not be interrupted; null for nobody.</param>
internal sealed class ResilientModel<TIn, TOut>(ResiliencePipeline<Served<TOut>> pipeline, AskedModel<TIn, TOut> first, AskedModel<TIn, TOut>? second = null, Action? late = null)
    : IRoutedModel<TIn, TOut>, IWrapsModel
{
    /// <summary>Set on attempts that are the second model's.</summary>
    public static readonly ResiliencePropertyKey<bool> IsHedged = new("aisafety.hedged");

    private static readonly Func<ResilienceContext, Question, ValueTask<Outcome<Served<TOut>>>> s_attempt =
        static (resilience, question) => question.Model.AttemptAsync(resilience, question);

    object IWrapsModel.Inner => first.Model;

    public async ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default) =>
        (await PredictAsync(input, new SafetyContext(0, TimeProvider.System) { CancellationToken = cancellationToken }).ConfigureAwait(false)).Output;

    public ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context)
    {
        ResilienceContext resilience = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, context.CancellationToken);
        ValueTask<Outcome<Served<TOut>>> pending = pipeline.ExecuteOutcomeAsync(s_attempt, resilience, new Question(this, input, context, context.CallId));
        if (!pending.IsCompletedSuccessfully)
        {
            return AwaitAsync(pending, resilience);
        }

        Outcome<Served<TOut>> outcome = pending.Result;
        ResilienceContextPool.Shared.Return(resilience);
        return outcome.Exception is { } exception ? ValueTask.FromException<Served<TOut>>(exception) : new(outcome.Result);
    }

    private static async ValueTask<Served<TOut>> AwaitAsync(ValueTask<Outcome<Served<TOut>>> pending, ResilienceContext resilience)
    {
        Outcome<Served<TOut>> outcome = await pending.ConfigureAwait(false);
        ResilienceContextPool.Shared.Return(resilience);
        outcome.ThrowIfException();
        return outcome.Result;
    }

    private async ValueTask<Outcome<Served<TOut>>> AttemptAsync(ResilienceContext resilience, Question question)
    {
        try
        {
            CancellationToken token = resilience.CancellationToken;
            token.ThrowIfCancellationRequested();
            if (question.Context.CallId != question.CallId)
            {
                // A pipeline that asks on after its answer would ask in another call's name.
                throw new OperationCanceledException("The call has ended.");
            }

            AskedModel<TIn, TOut> model = second is not null && resilience.Properties.TryGetValue(IsHedged, out _) ? second : first;
            ValueTask<Served<TOut>> pending = model.AskAsync(question.Input, question.Context, token);
            if (pending.IsCompleted || token == question.Context.CancellationToken)
            {
                Served<TOut> served = await pending.ConfigureAwait(false);
                if (late is not null && token.IsCancellationRequested && !question.Context.CancellationToken.IsCancellationRequested)
                {
                    late();
                }

                return Outcome.FromResult(served);
            }

            Task<Served<TOut>> task = pending.AsTask();
            question.Context.Track(task);
            return Outcome.FromResult(await task.WaitAsync(token).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            return Outcome.FromException<Served<TOut>>(exception);
        }
    }

    private readonly record struct Question(ResilientModel<TIn, TOut> Model, TIn Input, SafetyContext Context, CallId CallId);
}
