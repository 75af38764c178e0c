using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace AISafety.MLNet.Tests;

/// <summary>A model of ML.NET, as it is before it is saved.</summary>
internal sealed record Trained(ITransformer Model, DataViewSchema Schema)
{
    public static MLContext Context { get; } = new(seed: 1);

    private static readonly Lazy<Trained> _cells = new(() => Fit(
        Rows.Cells, Context.BinaryClassification.Trainers.FastTree(numberOfLeaves: 8, numberOfTrees: 20)));

    private static readonly Lazy<Trained> _wines = new(() => Fit(Rows.Wines, ByCultivar(Context.MulticlassClassification.Trainers.SdcaMaximumEntropy(
        new SdcaMaximumEntropyMulticlassTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 20 }))));

    private static readonly Lazy<Trained> _alcohol = new(() => Fit(
        Rows.Wines, Context.Regression.Trainers.FastTree(labelColumnName: nameof(Wine.Alcohol), numberOfLeaves: 8, numberOfTrees: 20)));

    private static readonly Lazy<Trained> _bottles = new(() => Fit(
        Rows.Bottles,
        Context.Transforms.Categorical.OneHotEncoding(nameof(Bottle.Shade))
            .Append(Context.Transforms.Text.FeaturizeText(nameof(Bottle.Note)))
            .Append(Context.Transforms.Concatenate("Features", nameof(Bottle.Shade), nameof(Bottle.Note), nameof(Bottle.Alcohol)))
            .Append(Context.BinaryClassification.Trainers.FastTree(nameof(Bottle.IsFirst), numberOfLeaves: 4, numberOfTrees: 10, minimumExampleCountPerLeaf: 5))));

    /// <summary>Two classes of vectors, calibrated.</summary>
    public static Trained Cells => _cells.Value;

    /// <summary>Three classes of vectors, with names; its label is part of it.</summary>
    public static Trained Wines => _wines.Value;

    /// <summary>A regression.</summary>
    public static Trained Alcohol => _alcohol.Value;

    /// <summary>Two classes of categories, text and a number.</summary>
    public static Trained Bottles => _bottles.Value;

    public MLNetSource Source => MLNetSource.FromTransformer(Model, Schema);

    public static Trained Fit<TRow>(TRow[] rows, IEstimator<ITransformer> pipeline)
        where TRow : class
    {
        IDataView data = Context.Data.LoadFromEnumerable(rows);
        return new(pipeline.Fit(data), data.Schema);
    }

    public static IEstimator<ITransformer> ByCultivar(IEstimator<ITransformer> trainer) =>
        Context.Transforms.Conversion.MapValueToKey("Label", nameof(Wine.Cultivar))
            .Append(Context.Transforms.NormalizeMinMax(nameof(Wine.Features)))
            .Append(trainer)
            .Append(Context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    public byte[] Save()
    {
        using MemoryStream stream = new();
        Context.Model.Save(Model, Schema, stream);
        return stream.ToArray();
    }

    /// <summary>What ML.NET itself answers.</summary>
    public TOut[] Ask<TIn, TOut>(IEnumerable<TIn> rows)
        where TIn : class
        where TOut : class, new()
    {
        using PredictionEngine<TIn, TOut> engine = Context.Model.CreatePredictionEngine<TIn, TOut>(Model, new PredictionEngineOptions { OwnsTransformer = false });
        return [.. rows.Select(engine.Predict)];
    }
}
