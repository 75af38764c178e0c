using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>What a classifier's file does not say by itself. Every default fits a model with one float input and one float output.</summary>
public sealed record OnnxClassifierOptions
{
    /// <summary>The output that holds probabilities or logits. Default: the only float output, or the only one with <c>prob</c> in its name.</summary>
    public string? ProbabilityOutput { get; init; }

    /// <summary>The int64 or string output that names the class of each row. Read only if neither <see cref="Labels"/> nor the file's
    /// metadata name the classes. Default: the only such output, or the only one with <c>label</c> in its name.</summary>
    public string? LabelOutput { get; init; }

    /// <summary>The classes' names in the order of the probabilities; unique, none blank. Default: the metadata entry
    /// <c>class_labels</c>, else the label output, else <c>0</c>, <c>1</c>, ...</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What turns the output into probabilities. Default: <see cref="OnnxActivation.None"/>.</summary>
    public OnnxActivation Activation { get; init; }

    /// <summary>How many numbers a row has; at least 1. A model of another width is refused. Default: the schema's width, else the model's.</summary>
    public int? ExpectedWidth { get; init; }

    /// <summary>Whether a schema's feature names must equal those of the metadata entry <c>feature_names</c>, if there is one, in the
    /// same order. Default: true, for it finds swapped columns before the first call.</summary>
    public bool CheckFeatureNames { get; init; } = true;

    /// <summary>The most rows given to the runtime in one run; longer batches are run in pieces. At least 1. Default: 1024.</summary>
    public int MaxBatchSize { get; init; } = 1024;

    /// <summary>A row that the model can answer, run once at load to learn what the outputs really look like. Default: zeros.</summary>
    public ReadOnlyMemory<float>? ProbeRow { get; init; }

    /// <summary>What the file must prove before it is loaded: its hash, a signature, or both. A model that keeps weights in other files is refused then. Default: nothing.</summary>
    public ModelIntegrity? Integrity { get; init; }

    /// <summary>The session's options, for other execution providers or threads. Used while loading only; the caller disposes of them.
    /// Default: see <see cref="OnnxModel"/>.</summary>
    public SessionOptions? SessionOptions { get; init; }

    /// <summary>Checks what can be checked without the model.</summary>
    internal void Check(int? schemaWidth)
    {
        string? fault =
            !Enum.IsDefined(Activation) ? $"{nameof(Activation)} is {(int)Activation}; expected None, Softmax or Sigmoid."
            : ExpectedWidth < 1 ? $"{nameof(ExpectedWidth)} is {ExpectedWidth}; expected at least 1."
            : MaxBatchSize < 1 ? $"{nameof(MaxBatchSize)} is {MaxBatchSize}; expected at least 1."
            : schemaWidth is not null && ExpectedWidth is not null && schemaWidth != ExpectedWidth
                ? $"{nameof(ExpectedWidth)} is {ExpectedWidth}, but the schema writes {schemaWidth} numbers."
            : Labels is not null && (Labels.Any(string.IsNullOrWhiteSpace) || Labels.Distinct(StringComparer.Ordinal).Count() != Labels.Count)
                ? $"{nameof(Labels)} has a blank name, or the same name twice; expected one name a class."
            : null;
        if (fault is not null)
        {
            throw new ArgumentException($"{nameof(OnnxClassifierOptions)}: {fault}");
        }
    }
}
