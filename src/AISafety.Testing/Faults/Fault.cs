using Polly;

namespace AISafety.Testing;

/// <summary>A fault of a plan: what it does, as a chaos strategy of Polly. Immutable.</summary>
internal abstract class Fault<TIn, TOut>(string name, FaultKind kind, double share)
{
    public string Name => name;

    public FaultKind Kind => kind;

    public double Share => share;

    /// <summary>Adds the strategy. It must let those calls alone that are not the slot's, and count where it does its work.</summary>
    public abstract void AddTo(ResiliencePipelineBuilder<Served<TOut>> builder, FaultSlot<TIn, TOut> slot);
}
