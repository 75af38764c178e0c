namespace AISafety;

// What lies around the model, inside the guards.
public sealed partial class SafetyBuilder<TIn, TOut>
{
    private readonly List<(ModelLayer Layer, Func<BuildContext<TIn>, IModel<TIn, TOut>, IModel<TIn, TOut>> Wrap)> _layers = [];
    private bool _hasRollout;

    /// <summary>Wraps the model at each Build. Of one layer the first that is added is the innermost.</summary>
    internal SafetyBuilder<TIn, TOut> WrapModel(ModelLayer layer, Func<BuildContext<TIn>, IModel<TIn, TOut>, IModel<TIn, TOut>> wrap)
    {
        Thaw();
        _layers.Add((layer, wrap));
        return this;
    }

    /// <exception cref="InvalidOperationException">There is a rollout already.</exception>
    internal void RequireOnlyRollout()
    {
        RequireFirst(!_hasRollout, nameof(RolloutExtensions.AddRollout));
        _hasRollout = true;
    }

    internal IModel<TIn, TOut> MakeModel(BuildContext<TIn> context)
    {
        List<IModel<TIn, TOut>> layers = [Model];
        foreach ((_, Func<BuildContext<TIn>, IModel<TIn, TOut>, IModel<TIn, TOut>> wrap) in _layers.OrderBy(static one => one.Layer))
        {
            layers.Add(wrap(context, layers[^1]));
        }

        context.Layers = layers;
        return layers[^1];
    }
}
