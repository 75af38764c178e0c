namespace AISafety.Resilience;

/// <summary>A model that is asked by one that wraps it, with a token of the attempt's own.</summary>
/// <param name="model">The model.</param>
/// <param name="name">What it is called where it does not say who served.</param>
/// <param name="isStandIn">Whether it answers in another's place: then <paramref name="name"/> goes before the name of an arm of its own, and its answers say so.</param>
/// <param name="onThreadPool">Whether it is asked on a thread of the pool, so that one that works synchronously can be given up on.</param>
internal sealed class AskedModel<TIn, TOut>(IModel<TIn, TOut> model, string name = "model", bool isStandIn = false, bool onThreadPool = false)
{
    private readonly IRoutedModel<TIn, TOut>? _routed = model as IRoutedModel<TIn, TOut>;

    public IModel<TIn, TOut> Model => model;

    public ValueTask<Served<TOut>> AskAsync(TIn input, SafetyContext context, CancellationToken token) =>
        onThreadPool ? new(OffloadAsync(input, context, token)) : Ask(input, context, token);

    private ValueTask<Served<TOut>> Ask(TIn input, SafetyContext context, CancellationToken token)
    {
        if (_routed is null)
        {
            ValueTask<TOut> pending = model.PredictAsync(input, token);
            return pending.IsCompletedSuccessfully ? new(Named(pending.Result)) : NameAsync(pending);
        }

        // An attempt that may be given up on has a copy of the call.
        ValueTask<Served<TOut>> served = _routed.PredictAsync(input, token == context.CancellationToken ? context : context.CopyFor(token));
        return isStandIn ? RenameAsync(served) : served;
    }

    private Task<Served<TOut>> OffloadAsync(TIn input, SafetyContext context, CancellationToken token) =>
        Task.Run(() => Ask(input, context, token).AsTask(), CancellationToken.None);

    private async ValueTask<Served<TOut>> NameAsync(ValueTask<TOut> pending) => Named(await pending.ConfigureAwait(false));

    private async ValueTask<Served<TOut>> RenameAsync(ValueTask<Served<TOut>> pending) => (await pending.ConfigureAwait(false)) with { By = name, IsStandIn = true };

    private Served<TOut> Named(TOut output) => new(output, name) { IsStandIn = isStandIn };
}
