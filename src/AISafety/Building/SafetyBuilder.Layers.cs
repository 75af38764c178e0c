namespace AISafety;

// What lies around the model, inside the guards.
public sealed partial class SafetyBuilder<TIn, TOut>
{
    private readonly List<(ModelLayer Layer, Func<BuildContext<TIn>, IModel<TIn, TOut>, IModel<TIn, TOut>> Wrap)> _layers = [];
    private readonly HashSet<string> _once = [];

    /// <summary>Wraps the model at each Build. Of one layer the first that is added is the innermost.</summary>
    internal SafetyBuilder<TIn, TOut> WrapModel(ModelLayer layer, Func<BuildContext<TIn>, IModel<TIn, TOut>, IModel<TIn, TOut>> wrap)
    {
        Thaw();
        _layers.Add((layer, wrap));
        return this;
    }

    /// <summary>Refuses a second part of a kind of which a model has one, for metrics, alerts and records could not tell them apart.</summary>
    /// <param name="verb">The verb that adds it.</param>
    /// <param name="only">What a model has one of.</param>
    /// <exception cref="SafetyBuildException">There is one already.</exception>
    internal void RequireOnly(string verb, string only)
    {
        Thaw();
        if (!_once.Add(verb))
        {
            throw new SafetyBuildException($"{verb} was called twice; a model has {only}.");
        }
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
