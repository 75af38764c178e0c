using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>How the caller's input becomes a row that ML.NET reads, and what ML.NET wrote becomes the answer.</summary>
/// <param name="Source">Which of the row's members are columns; null: what its attributes say.</param>
/// <param name="Target">The same of what is written.</param>
/// <param name="Width">How many values the model reads, for messages.</param>
/// <param name="NewRow">Makes a row to be written to; null where the input is the row.</param>
/// <param name="Write">Writes an input to a row of its own, or returns it.</param>
/// <param name="Read">Makes the answer.</param>
/// <param name="Keeps">Whether the answer is the very object that ML.NET wrote to, so that each needs a new one.</param>
internal sealed record Exchange<TIn, TSrc, TDst, TOut>(
    SchemaDefinition? Source,
    SchemaDefinition? Target,
    int Width,
    Func<TSrc>? NewRow,
    Func<TIn, TSrc?, TSrc> Write,
    Func<TDst, TOut> Read,
    bool Keeps)
    where TSrc : class
    where TDst : class, new();
