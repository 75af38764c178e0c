using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet.Tests.Schemas;

/// <summary>Inputs and outputs that are classes.</summary>
public sealed class MemberTests
{
    [Test]
    public void Predict_textAndCategories_isMLNetsAnswer()
    {
        BinaryAnswer[] expected = Trained.Bottles.Ask<Bottle, BinaryAnswer>(Rows.Bottles);
        using MLNetModel<Bottle, BinaryAnswer> model = MLNetModel.Load<Bottle, BinaryAnswer>(MLNetSource.FromStream(new MemoryStream(Trained.Bottles.Save())));
        using MLNetClassifier<Bottle> classifier = MLNetModel.LoadClassifier<Bottle>(Trained.Bottles.Source);
        for (int i = 0; i < expected.Length; i++)
        {
            BinaryAnswer answer = model.Predict(Rows.Bottles[i]);
            Assert.That((answer.Score, answer.Probability, answer.PredictedLabel), Is.EqualTo((expected[i].Score, expected[i].Probability, expected[i].PredictedLabel)));
            Assert.That(classifier.Predict(Rows.Bottles[i]).Probabilities[1], Is.EqualTo(expected[i].Probability));
        }

        Assert.That(expected.Select(answer => answer.Probability).Distinct().Count(), Is.GreaterThan(4), "a model worth asking");
    }

    [Test]
    public void Predict_typedAnswers_areObjectsOfTheirOwn()
    {
        using MLNetModel<Cells, BinaryAnswer> model = MLNetModel.Load<Cells, BinaryAnswer>(Trained.Cells.Source);
        BinaryAnswer first = model.Predict(Rows.Cells[0]);
        float probability = first.Probability;
        model.Predict(Rows.Cells[19]);
        Assert.That(first.Probability, Is.EqualTo(probability));
    }

    [Test]
    public void Load_inputWithoutLabel_answersTheSame()
    {
        using MLNetClassifier<UnlabelledCells> model = MLNetModel.LoadClassifier<UnlabelledCells>(Trained.Cells.Source);
        using MLNetClassifier<Unlabelled> wines = MLNetModel.LoadClassifier<Unlabelled>(Trained.Wines.Source);
        Assert.That(
            model.Predict(new() { Features = Rows.Cells[0].Features }).Probabilities[1],
            Is.EqualTo(Trained.Cells.Ask<Cells, BinaryAnswer>([Rows.Cells[0]])[0].Probability));
        Assert.That(wines.Predict(new() { Features = Rows.Wines[0].Features }).Label, Is.EqualTo("cultivar 1"));
    }

    [Test]
    public void Load_columnIsMissing_namesWhatThereIs() => Refuses<Unlabelled>(
        Trained.Bottles,
        "of Unlabelled it needs 'Shade' (String), which it does not have; 'Note' (String), which it does not have; 'Alcohol' (Single), which it does not have. "
        + "Unlabelled has: 'Features' (Vector<Single>).");

    [Test]
    public void Load_columnHasAnotherType_namesBoth() => Refuses<Doubles>(
        Trained.Cells, "of Doubles it needs 'Features' (Vector<Single, 30>), which it has as Vector<Double>");

    [Test]
    public void Load_vectorHasAnotherLength_namesBoth() => Refuses<Shorter>(
        Trained.Cells, "of Shorter it needs 'Features' (Vector<Single, 30>), which it has as Vector<Single, 29>");

    [Test]
    public void Load_inputIsAnArray_saysWhatToDo() => Refuses<float[]>(Trained.Cells, "For rows of numbers, name no type, or give a feature schema");

    [Test]
    public void Load_outputColumnIsMissing_namesWhatThereIs() => Assert.That(
        () => MLNetModel.Load<Cells, Misspelt>(Trained.Cells.Source),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("Misspelt wants 'Probabilty', which it does not make. It makes: ")
            .And.Message.Contains("'Probability' (Single)"));

    [Test]
    public void Load_outputColumnHasAnotherType_namesBoth() => Assert.That(
        () => MLNetModel.Load<Cells, WineAnswer>(Trained.Cells.Source),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains(
            "WineAnswer wants 'PredictedLabel' (String), which it makes as Boolean; 'Score' (Vector<Single>), which it makes as Single"));

    [Test]
    public void Load_keyIntoANumber_isRefusedInMLNetsWords()
    {
        Trained trained = Trained.Fit(Rows.Wines, Trained.Context.Transforms.Conversion.MapValueToKey("Key", nameof(Wine.Cultivar)));
        Assert.That(() => MLNetModel.Load<Wine, KeyAnswer>(trained.Source), Throws.TypeOf<MLNetModelException>().With.Message.Contains("'Key'"));
    }

    [Test]
    public void Load_schemaDefinition_namesTheMembers()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(Numbers));
        input[nameof(Numbers.Values)].ColumnName = "Features";
        SchemaDefinition output = SchemaDefinition.Create(typeof(Chance), SchemaDefinition.Direction.Write);
        output[nameof(Chance.Benign)].ColumnName = "Probability";
        using MLNetModel<Numbers, Chance> model = MLNetModel.Load<Numbers, Chance>(Trained.Cells.Source, new() { InputSchema = input, OutputSchema = output });
        Assert.That(
            model.Predict(new() { Values = Rows.Cells[0].Features }).Benign,
            Is.EqualTo(Trained.Cells.Ask<Cells, BinaryAnswer>([Rows.Cells[0]])[0].Probability));
    }

    [TestCase(29)]
    [TestCase(31)]
    [TestCase(0)]
    public void Predict_vectorOfAnotherLength_throwsWithBothAndNoValue(int length)
    {
        using MLNetClassifier<UnlabelledCells> model = MLNetModel.LoadClassifier<UnlabelledCells>(Trained.Cells.Source);
        Assert.That(
            () => model.Predict(new() { Features = new float[length] }),
            Throws.ArgumentException.With.Message.EqualTo($"'Features' of the input has {length} values; the model expects 30."));
        Assert.That(model.Predict(new() { Features = Rows.Cells[0].Features }).ClassIndex, Is.Zero, "the model goes on");
    }

    [Test]
    public void Predict_null_throws()
    {
        using MLNetModel<Cells, BinaryAnswer> model = MLNetModel.Load<Cells, BinaryAnswer>(Trained.Cells.Source);
        Assert.That(() => model.Predict(null!), Throws.ArgumentNullException.With.Message.Contains("the model expects 30 values"));
    }

    private static void Refuses<TIn>(Trained trained, string expected)
        where TIn : class => Assert.That(
        () => MLNetModel.LoadClassifier<TIn>(trained.Source),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains(expected));

    private sealed class Unlabelled
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Doubles
    {
        public double[] Features { get; set; } = [];
    }

    private sealed class Shorter
    {
        [VectorType(29)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Numbers
    {
        public float[] Values { get; set; } = [];
    }

    private sealed class Chance
    {
        public float Benign { get; set; }
    }

    private sealed class Misspelt
    {
        public float Probabilty { get; set; }
    }

    private sealed class KeyAnswer
    {
        public string Key { get; set; } = "";
    }
}
