using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>What a regression's file does not say by itself.</summary>
public sealed record MLNetRegressionOptions
{
    /// <summary>The column that holds the answer, one Single a row. Default: <c>Score</c>.</summary>
    public string ScoreColumn { get; init; } = "Score";

    /// <summary>The columns of the input, where it is a class that is read by its members. Default: as ML.NET's attributes state.</summary>
    public SchemaDefinition? InputSchema { get; init; }

    /// <summary>The column that a row of numbers is. Default: all columns that the answer depends on, one after another.</summary>
    public string? FeatureColumn { get; init; }

    /// <summary>Whether a schema's feature names must equal the model's, if it has any, in the same order. Default: true, for it finds
    /// swapped columns before the first call.</summary>
    public bool CheckFeatureNames { get; init; } = true;

    /// <summary>Checks what can be checked without the model.</summary>
    internal void Check() => OptionFaults.ThrowIfBlank(nameof(MLNetRegressionOptions), (nameof(ScoreColumn), ScoreColumn), (nameof(FeatureColumn), FeatureColumn ?? "-"));
}
