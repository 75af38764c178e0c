using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>What a model's input is made of, and what reads it.</summary>
/// <param name="Binding">The model.</param>
/// <param name="Map">Where its columns come from.</param>
/// <param name="Definition">Which members of the row are columns; null: what its attributes say.</param>
/// <param name="ProbeRow">Makes a row that asks the model nothing in particular; null where none can be made.</param>
/// <param name="NewRow">Makes a row to be written to; null where the input is the row.</param>
/// <param name="Write">Writes an input to a row, or returns it.</param>
/// <param name="FeatureNames">The names of the row's numbers; empty if they are not known.</param>
internal sealed record InputForm<TIn, TSrc>(
    ModelBinding Binding,
    InputMap Map,
    SchemaDefinition? Definition,
    Func<TSrc>? ProbeRow,
    Func<TSrc>? NewRow,
    Func<TIn, TSrc?, TSrc> Write,
    IReadOnlyList<string> FeatureNames)
    where TSrc : class
{
    /// <summary>A pool of engines from this input to an answer.</summary>
    /// <param name="owner">Named when a call comes too late.</param>
    /// <param name="target">Which members of what ML.NET writes are columns.</param>
    /// <param name="read">Makes the answer.</param>
    /// <param name="keeps">Whether the answer is the very object that ML.NET wrote to.</param>
    /// <param name="probe">Whether an answer is made at once, so that one that cannot be read is found while loading.</param>
    /// <exception cref="MLNetModelException">ML.NET refuses the types, or the answer to a probe cannot be read.</exception>
    public Predictor<TIn, TOut> Predictor<TDst, TOut>(Type owner, SchemaDefinition? target, Func<TDst, TOut> read, bool keeps = false, bool probe = false)
        where TDst : class, new()
    {
        PooledPredictor<TIn, TSrc, TDst, TOut> predictor = new(
            Binding.Model,
            new AdaptedModel(Binding.Model, Binding.Mapper, Map, Binding.Wanted),
            new(Definition, target, Map.Width, NewRow, Write, read, keeps),
            owner);
        if (probe && ProbeRow is not null && !Binding.RunsCallersCode)
        {
            predictor.Probe(ProbeRow);
        }

        return predictor;
    }
}
