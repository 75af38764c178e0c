using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>What a classifier's file does not say by itself. Every default fits what ML.NET's own trainers make.</summary>
public sealed record MLNetClassifierOptions
{
    /// <summary>The column that holds the scores: one Single a row for two classes, else a vector of one a class. Default: <c>Score</c>.</summary>
    public string ScoreColumn { get; init; } = "Score";

    /// <summary>The column that holds the probability of the second of two classes. Default: <c>Probability</c>.</summary>
    public string ProbabilityColumn { get; init; } = "Probability";

    /// <summary>The classes' names in the order of the probabilities; unique, none blank. Default: for two classes <c>False</c> and
    /// <c>True</c>; else the values of the label that the model was trained on, or <c>0</c>, <c>1</c>, ... where it does not know them.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What turns scores into probabilities. Default: <see cref="MLNetActivation.None"/>.</summary>
    public MLNetActivation Activation { get; init; }

    /// <summary>The columns of the input, where it is a class that is read by its members. Default: as ML.NET's attributes state.</summary>
    public SchemaDefinition? InputSchema { get; init; }

    /// <summary>The column that a row of numbers is. Default: all columns that the answer depends on, one after another.</summary>
    public string? FeatureColumn { get; init; }

    /// <summary>Whether a schema's feature names must equal the model's, if it has any, in the same order. Default: true, for it finds
    /// swapped columns before the first call.</summary>
    public bool CheckFeatureNames { get; init; } = true;

    /// <summary>Checks what can be checked without the model.</summary>
    internal void Check()
    {
        OptionFaults.ThrowIfBlank(
            nameof(MLNetClassifierOptions),
            (nameof(ScoreColumn), ScoreColumn),
            (nameof(ProbabilityColumn), ProbabilityColumn),
            (nameof(FeatureColumn), FeatureColumn ?? "-"));
        string? fault =
            !Enum.IsDefined(Activation) ? $"{nameof(Activation)} is {(int)Activation}; expected None, Sigmoid or Softmax."
            : Labels is not null && !Annotations.AreUnique(Labels) ? $"{nameof(Labels)} has a blank name, or the same name twice; expected one name a class."
            : null;
        if (fault is not null)
        {
            throw new ArgumentException($"{nameof(MLNetClassifierOptions)}: {fault}");
        }
    }
}
