namespace AISafety.Fallback;

/// <summary>Asks another model. Its exceptions are the engine's to record.</summary>
internal sealed class ModelFallback<TIn, TOut> : IFallbackPolicy<TIn, TOut>
{
    private readonly IModel<TIn, TOut> _model;
    private readonly Evidence _evidence;

    public ModelFallback(IModel<TIn, TOut> model, string name)
    {
        _model = model;
        Name = name;
        _evidence = new("fallback.model", $"'{name}' offers an answer in place of the model's.");
    }

    public string Name { get; }

    public ValueTask<Verdict<TOut>> FallBackAsync(TIn input, SafetyContext context)
    {
        ValueTask<TOut> pending = _model.PredictAsync(input, context.CancellationToken);
        return pending.IsCompletedSuccessfully ? new(Answer(pending.Result)) : Await(pending);
    }

    private async ValueTask<Verdict<TOut>> Await(ValueTask<TOut> pending) => Answer(await pending.ConfigureAwait(false));

    private Verdict<TOut> Answer(TOut output) => Verdict.Replace(output, _evidence);
}
