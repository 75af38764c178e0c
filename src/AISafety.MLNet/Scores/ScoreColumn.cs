using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>Finds the column that holds a model's scores, and what they mean.</summary>
internal static class ScoreColumn
{
    /// <summary>One number a row, of a regression.</summary>
    /// <exception cref="MLNetModelException">There is no such column, or it is of something else.</exception>
    public static DataViewSchema.Column OfRegression(LoadedModel model, DataViewSchema outputs, string name)
    {
        DataViewSchema.Column score = Find(model, outputs, name, nameof(MLNetRegressionOptions.ScoreColumn));
        ThrowUnlessKind(model, score, "Regression");
        return score.Type.Equals(NumberDataViewType.Single)
            ? score
            : throw model.Fault($"its scores are {ColumnText.Of(score)}; expected one Single a row.");
    }

    /// <summary>What a classifier is read from.</summary>
    /// <exception cref="MLNetModelException">There is no such column, it is of something else, or there is nothing that makes it probabilities.</exception>
    public static ClassScores OfClassifier(LoadedModel model, DataViewSchema outputs, MLNetClassifierOptions options)
    {
        DataViewSchema.Column score = Find(model, outputs, options.ScoreColumn, nameof(MLNetClassifierOptions.ScoreColumn));
        ThrowUnlessKind(model, score, "BinaryClassification", "MulticlassClassification");
        return score.Type.Equals(NumberDataViewType.Single) ? Binary(model, outputs, score, options)
            : score.Type is VectorDataViewType { Size: > 1 } vector && vector.ItemType.Equals(NumberDataViewType.Single) ? Multiclass(model, outputs, score, vector.Size, options)
            : throw model.Fault($"its scores are {ColumnText.Of(score)}; expected a Single, or a vector of a known number of them, one a class.");
    }

    private static ClassScores Binary(LoadedModel model, DataViewSchema outputs, DataViewSchema.Column score, MLNetClassifierOptions options)
    {
        string[] labels = Labels(model, options, ["False", "True"]);
        if (options.Activation == MLNetActivation.Sigmoid)
        {
            return new(model, score, labels, options.Activation);
        }

        if (options.Activation == MLNetActivation.Softmax)
        {
            throw model.Fault($"it tells two classes apart by one score, and the softmax of one number is always 1. Use {nameof(MLNetActivation.Sigmoid)}.");
        }

        return outputs.GetColumnOrNull(options.ProbabilityColumn) is { } probability && probability.Type.Equals(NumberDataViewType.Single)
            ? new(model, probability, labels, options.Activation)
            : throw model.Fault($"it has no column '{options.ProbabilityColumn}' (Single), so its score is not calibrated. Append a calibrator when it "
                + $"is trained (mlContext.BinaryClassification.Calibrators), or set {nameof(MLNetClassifierOptions.Activation)} to "
                + $"{nameof(MLNetActivation.Sigmoid)} and do not take the number for a probability.");
    }

    private static ClassScores Multiclass(LoadedModel model, DataViewSchema outputs, DataViewSchema.Column score, int classes, MLNetClassifierOptions options)
    {
        if (options.Activation == MLNetActivation.Sigmoid)
        {
            throw model.Fault($"its scores are {ColumnText.Of(score)}; {nameof(MLNetActivation.Sigmoid)} expects one number a row. Use {nameof(MLNetActivation.Softmax)}.");
        }

        // ML.NET notes the label's values down with the scores, as names if they are texts, and with the predicted key.
        string[] names = Annotations.Names(score, "SlotNames", classes)
            ?? Annotations.Names(score, "TrainingLabelValues", classes)
            ?? (outputs.GetColumnOrNull("PredictedLabel") is { } predicted ? Annotations.Names(predicted, "KeyValues", classes) : null)
            ?? [.. Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        return new(model, score, Labels(model, options, names), options.Activation);
    }

    private static string[] Labels(LoadedModel model, MLNetClassifierOptions options, string[] names) =>
        options.Labels is null ? names
        : options.Labels.Count == names.Length ? [.. options.Labels]
        : throw model.Fault($"it has {names.Length} classes, but {nameof(MLNetClassifierOptions.Labels)} has {options.Labels.Count} names.");

    private static DataViewSchema.Column Find(LoadedModel model, DataViewSchema outputs, string name, string option) =>
        outputs.GetColumnOrNull(name)
        ?? throw model.Fault($"it makes no column '{name}' ({option}). It makes: {ColumnText.List(outputs)}.");

    private static void ThrowUnlessKind(LoadedModel model, DataViewSchema.Column score, params string[] expected)
    {
        if (Annotations.Text(score, "ScoreColumnKind") is { } kind && !expected.Contains(kind))
        {
            throw model.Fault($"the scores '{score.Name}' are of {kind}; expected {string.Join(" or ", expected)}.");
        }
    }
}
