using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet.Tests.Schemas;

/// <summary>Inputs that are rows of numbers.</summary>
public sealed class NumberRowTests
{
    private static readonly string[] _names = [.. Enumerable.Range(0, 12).Select(i => $"measure {i}")];

    private static readonly Lazy<Trained> _named = new(() =>
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Wine));
        definition[nameof(Wine.Features)].AddAnnotation(
            "SlotNames",
            new VBuffer<ReadOnlyMemory<char>>(12, [.. _names.Select(name => name.AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, 12));
        IDataView data = Trained.Context.Data.LoadFromEnumerable(Rows.Wines, definition);
        return new(Trained.Context.Regression.Trainers.FastTree(nameof(Wine.Alcohol), numberOfLeaves: 8, numberOfTrees: 5).Fit(data), data.Schema);
    });

    private static readonly Lazy<Trained> _columns = new(() => Trained.Fit(
        [.. Rows.Wines.Select(wine => new Columns { Hue = wine.Features[9], Proline = wine.Features[11], Rest = wine.Features[..3], Alcohol = wine.Alcohol })],
        Trained.Context.Transforms.Concatenate("Features", nameof(Columns.Proline), nameof(Columns.Rest), nameof(Columns.Hue))
            .Append(Trained.Context.Regression.Trainers.FastTree(nameof(Columns.Alcohol), numberOfLeaves: 8, numberOfTrees: 5))));

    [Test]
    public void FeatureNames_slotNames_surviveSaving()
    {
        using MLNetModel<float[], float> model = MLNetModel.LoadRegression(MLNetSource.FromStream(new MemoryStream(_named.Value.Save())));
        Assert.That(model.FeatureNames, Is.EqualTo(_names));
        Assert.That(FeatureSchema.ForVector(model.FeatureNames).Width, Is.EqualTo(model.Width));
    }

    [Test]
    public void FeatureNames_noSlotNames_areEmpty()
    {
        using MLNetModel<float[], float> model = MLNetModel.LoadRegression(Trained.Alcohol.Source);
        Assert.That(model.FeatureNames, Is.Empty);
    }

    [Test]
    public void Predict_severalColumns_areTheRowInTheOrderOfTheSchema()
    {
        using MLNetModel<float[], float> model = MLNetModel.LoadRegression(_columns.Value.Source);
        Columns row = new() { Hue = 1.1f, Proline = 900, Rest = [2, 3, 4] };
        Assert.That(model.Width, Is.EqualTo(5));
        Assert.That(model.Predict([1.1f, 900, 2, 3, 4]), Is.EqualTo(_columns.Value.Ask<Columns, ScoreAnswer>([row])[0].Score));
        Assert.That(
            Rows.Wines.Select(wine => model.Predict([wine.Features[9], wine.Features[11], .. wine.Features[..3]])),
            Is.EqualTo(_columns.Value.Ask<Columns, ScoreAnswer>(Rows.Wines.Select(wine =>
                new Columns { Hue = wine.Features[9], Proline = wine.Features[11], Rest = wine.Features[..3] })).Select(answer => answer.Score)));
    }

    [Test]
    public void FeatureNames_columns_areTheirNames()
    {
        Trained trained = Trained.Fit(
            [.. Rows.Wines.Select(wine => new Columns { Hue = wine.Features[9], Proline = wine.Features[11], Alcohol = wine.Alcohol })],
            Trained.Context.Transforms.Concatenate("Features", nameof(Columns.Proline), nameof(Columns.Hue))
                .Append(Trained.Context.Regression.Trainers.FastTree(nameof(Columns.Alcohol), numberOfLeaves: 8, numberOfTrees: 5)));
        using MLNetModel<float[], float> model = MLNetModel.LoadRegression(trained.Source);
        Assert.That(model.FeatureNames, Is.EqualTo(new[] { "Hue", "Proline" }));
    }

    [Test]
    public void LoadRegression_schema_writesTheRow()
    {
        FeatureSchema<Wine> schema = FeatureSchema.For<Wine>();
        for (int i = 0; i < 12; i++)
        {
            int place = i;
            schema = schema.Numeric(_names[i], wine => wine.Features[place]);
        }

        using MLNetModel<Wine, float> model = MLNetModel.LoadRegression(_named.Value.Source, schema);
        Assert.That(
            Rows.Wines.Select(wine => model.Predict(wine)),
            Is.EqualTo(_named.Value.Ask<Wine, ScoreAnswer>(Rows.Wines).Select(answer => answer.Score)));
    }

    [Test]
    public void LoadRegression_swappedNames_areFound()
    {
        FeatureSchema<float[]> swapped = FeatureSchema.ForVector([_names[1], _names[0], .. _names[2..]]);
        Assert.That(
            () => MLNetModel.LoadRegression(_named.Value.Source, swapped),
            Throws.TypeOf<MLNetModelException>().With.Message.Contains("feature 0 is 'measure 0', but the schema's is 'measure 1'").And.Message.Contains("CheckFeatureNames"));
        Assert.That(() => MLNetModel.LoadRegression(_named.Value.Source, swapped, new() { CheckFeatureNames = false }).Dispose(), Throws.Nothing);
    }

    [Test]
    public void LoadClassifier_schemaOfAnotherWidth_isRefused() => Assert.That(
        () => MLNetModel.LoadClassifier(Trained.Cells.Source, FeatureSchema.ForVector("a", "b")),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("it takes 30 numbers, but the schema writes 2"));

    [Test]
    public void LoadClassifier_needsMoreThanNumbers_isRefused() => Assert.That(
        () => MLNetModel.LoadClassifier(Trained.Bottles.Source),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("a row of numbers cannot be its input").And.Message.Contains("'Shade' (String), 'Note' (String)")
            .And.Message.Contains("Load it for a class that has these as members"));

    [Test]
    public void LoadClassifier_columnThatDoesNotMatter_isRefused() => Assert.That(
        () => MLNetModel.LoadClassifier(Trained.Cells.Source, new() { FeatureColumn = "Label" }),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("its answer does not depend on a column 'Label'. It needs: 'Features' (Vector<Single, 30>)"));

    [Test]
    public void LoadRegression_oneColumnOfSeveral_isRefused() => Assert.That(
        () => MLNetModel.LoadRegression(_columns.Value.Source, new() { FeatureColumn = "Rest" }),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("expected 'Rest' only, but it needs 'Hue' (Single), 'Proline' (Single), 'Rest' (Vector<Single, 3>)"));

    [TestCase(29)]
    [TestCase(31)]
    public void Predict_otherLength_throwsWithBoth(int length)
    {
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source);
        Assert.That(
            () => model.Predict(new float[length]),
            Throws.ArgumentException.With.Message.Contains($"The input has {length} numbers; the model expects 30."));
        Assert.That(() => model.Predict(null!), Throws.ArgumentNullException);
    }

    [Test]
    public async Task WithSafety_schemaOfTheModel_judgesItsAnswers()
    {
        string[] names = [.. Enumerable.Range(0, 30).Select(i => $"measure {i}")];
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source, new() { Labels = ["malignant", "benign"] });
        await using SafeModel<float[], Classification> safe = model.WithSafety(safety => safety
            .UseFeatures(FeatureSchema.ForVector(names))
            .AddInputValidation()
            .AddConfidenceThreshold(answer => answer.Probability, minimum: 0.7));
        Assert.That((await safe.PredictAsync(Rows.Cells[0].Features)).Label, Is.EqualTo("malignant"));
        SafetyResult<Classification> missing = await safe.EvaluateAsync([float.NaN, .. Rows.Cells[0].Features[1..]]);
        Assert.That(missing.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(
            () => model.WithSafety(safety => safety.UseFeatures(FeatureSchema.ForVector("a"))),
            Throws.TypeOf<SafetyBuildException>());
    }

    private sealed class Columns
    {
        public float Hue { get; set; }

        public float Proline { get; set; }

        [VectorType(3)]
        public float[] Rest { get; set; } = [0, 0, 0];

        public float Alcohol { get; set; }
    }
}
