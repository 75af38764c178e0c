namespace AISafety.Testing;

/// <summary>A model of which some calls go wrong on plan. Made by <c>model.WithFaults(plan)</c>.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <remarks>Thread-safe. Calls on which no fault falls cost a draw. A routed model stays routed; one that takes batches is asked row by row, for each row is a call with a draw of its own.</remarks>
public abstract class FaultyModel<TIn, TOut> : IModel<TIn, TOut>, IWrapsModel
{
    private readonly object _inner;

    private protected FaultyModel(object inner, FaultPlan<TIn, TOut> plan, TimeProvider timeProvider)
    {
        _inner = inner;
        Injector = new(plan, timeProvider);
    }

    /// <inheritdoc/>
    object IWrapsModel.Inner => _inner;

    /// <summary>Whether the plan is in force, as far as its phases say so; default true. May be changed while calls run. Calls are numbered meanwhile, so that a pause shifts no fault to another call.</summary>
    public bool IsEnabled
    {
        get => Injector.IsEnabled;
        set => Injector.IsEnabled = value;
    }

    private protected FaultInjector<TIn, TOut> Injector { get; }

    /// <summary>What has been injected so far.</summary>
    public FaultReport GetReport() => Injector.Report();

    /// <inheritdoc/>
    public abstract ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default);
}
