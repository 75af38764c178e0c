using AISafety.Hosting;
using AISafety.Review;
using AISafety.Telemetry;

namespace AISafety;

/// <summary>A model in its guards: what <c>model.WithSafety(...)</c> returns.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <remarks>
/// <para>Safe to call from many threads at once. A call that is allowed by guards and a model that complete synchronously completes
/// synchronously and allocates nothing.</para>
/// <para>Dispose of it to hand the last recorded rows to the monitors; the model itself is not disposed of.</para>
/// </remarks>
public sealed partial class SafeModel<TIn, TOut> : IModel<TIn, TOut>, IWrapsModel, IHostedModel, IAsyncDisposable
{
    private const string ModelName = "model";
    private const string NobodyName = "none";
    private const string FeaturesName = "features";

    private readonly IModel<TIn, TOut> _model;
    private readonly IRoutedModel<TIn, TOut>? _routed;
    private readonly IBatchModel<TIn, TOut>? _batch;
    private readonly FeatureSchema<TIn>? _schema;
    private readonly GuardTerms _features;
    private readonly GuardSlot<IAdmissionGuard<TIn>>[] _admission;

    // Those of the admission guards that have something to do when a call has ended, in order.
    private readonly int[] _told;
    private readonly GuardSlot<IInputGuard<TIn>>[] _input;
    private readonly GuardSlot<IInputGuard<TIn>>[] _beside;
    private readonly GuardSlot<IOutputGuard<TIn, TOut>>[] _output;
    private readonly FallbackSlot[] _fallbacks;
    private readonly IAnswerObserver<TIn, TOut>[] _answerObservers;
    private readonly TimeProvider _timeProvider;
    private readonly Func<TIn, CallInfo>? _identify;
    private readonly ulong _nonce;

    /// <summary>Where calls wait that a person must decide: the queue given to <see cref="SafetyBuilder{TIn, TOut}.AddHumanReview"/>, else one in
    /// this process.</summary>
    public IReviewQueue<TIn, TOut> Reviews { get; }

    /// <summary>Asks the model through its guards.</summary>
    /// <param name="input">The input. Null is refused with <c>input.null</c>.</param>
    /// <param name="cancellationToken">Cancels the call; cancellation goes before every verdict.</param>
    /// <returns>The model's or a fallback's output.</returns>
    /// <exception cref="SafetyBlockedException">The call was refused and no fallback answered.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The safe model was disposed of.</exception>
    /// <remarks>What the model throws is rethrown, after it was recorded, if there is no fallback.</remarks>
    public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default) =>
        PredictAsync(input, default, cancellationToken);

    /// <summary>Asks the model through its guards, saying who asks.</summary>
    /// <param name="input">The input. Null is refused with <c>input.null</c>.</param>
    /// <param name="call">Who asks, and what for.</param>
    /// <param name="cancellationToken">Cancels the call; cancellation goes before every verdict.</param>
    /// <inheritdoc cref="PredictAsync(TIn, CancellationToken)"/>
    public ValueTask<TOut> PredictAsync(TIn input, CallInfo call, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TOut>(cancellationToken);
        }

        if (ModelTelemetry.Activities.HasListeners())
        {
            return PredictTracedAsync(input, call, cancellationToken);
        }

        SafetyContext context = Begin(input, call, cancellationToken);
        Call? interrupted = Run(input, context, out TOut output, out string servedBy);
        if (interrupted is not null)
        {
            return UnwrapAsync(interrupted);
        }

        Complete(input, output, servedBy, context);
        return new(output);
    }

    /// <summary>Asks the model through its guards, and returns a refusal as data.</summary>
    /// <param name="input">The input. Null is refused with <c>input.null</c>.</param>
    /// <param name="call">Who asks, and what for.</param>
    /// <param name="cancellationToken">Cancels the call; cancellation goes before every verdict.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The safe model was disposed of.</exception>
    /// <remarks>What the model throws is rethrown, after it was recorded, if there is no fallback.</remarks>
    public ValueTask<SafetyResult<TOut>> EvaluateAsync(TIn input, CallInfo call = default, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<SafetyResult<TOut>>(cancellationToken);
        }

        return ModelTelemetry.Activities.HasListeners()
            ? EvaluateTracedAsync(input, call, cancellationToken)
            : EvaluateUntraced(input, call, cancellationToken);
    }

    private ValueTask<SafetyResult<TOut>> EvaluateUntraced(TIn input, in CallInfo call, CancellationToken cancellationToken)
    {
        SafetyContext context = Begin(input, call, cancellationToken);
        CallId id = context.CallId;
        Call? interrupted = Run(input, context, out TOut output, out string servedBy);
        if (interrupted is not null)
        {
            return ContinueAsync(interrupted);
        }

        Complete(input, output, servedBy, context);
        return new(new SafetyResult<TOut>(id, SafetyAction.Allow, true, output, servedBy, null));
    }

    private async ValueTask<TOut> UnwrapAsync(Call call) => Unwrap(await ContinueAsync(call).ConfigureAwait(false));

    private static TOut Unwrap(in SafetyResult<TOut> result) => result.HasOutput
        ? result.Output
        : throw new SafetyBlockedException(result.CallId, result.Action, result.Evidence);
}
