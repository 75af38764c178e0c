using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>How a class's members are the model's columns, where attributes do not say so.</summary>
public sealed record MLNetModelOptions
{
    /// <summary>The columns of the input. Default: the public fields and properties, as ML.NET's attributes state.</summary>
    public SchemaDefinition? InputSchema { get; init; }

    /// <summary>The columns of the output. Default: the public fields and properties, as ML.NET's attributes state.</summary>
    public SchemaDefinition? OutputSchema { get; init; }
}
