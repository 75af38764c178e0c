using Microsoft.ML;

namespace AISafety.MLNet.Tests.Scores;

public sealed class MulticlassTests
{
    private static readonly Lazy<Trained> _raw = new(() => Trained.Fit(
        Rows.Wines, Trained.ByCultivar(Trained.Context.MulticlassClassification.Trainers.NaiveBayes())));

    [Test]
    public void Predict_everyRow_isMLNetsScoresAndLabel()
    {
        WineAnswer[] expected = Trained.Wines.Ask<Wine, WineAnswer>(Rows.Wines);
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Wines.Source);
        Assert.That(model.Labels, Is.EqualTo(new[] { "cultivar 1", "cultivar 2", "cultivar 3" }));
        for (int i = 0; i < expected.Length; i++)
        {
            Classification answer = model.Predict(Rows.Wines[i].Features);
            Assert.That(answer.Probabilities.ToArray(), Is.EqualTo(expected[i].Score));
            Assert.That(answer.Label, Is.EqualTo(expected[i].PredictedLabel));
        }

        Assert.That(expected.Where((answer, i) => answer.PredictedLabel == Rows.Wines[i].Cultivar).Count(), Is.GreaterThan(160), "a model worth asking");
    }

    [Test]
    public void Labels_savedAndLoaded_areStillThere()
    {
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(MLNetSource.FromStream(new MemoryStream(Trained.Wines.Save())));
        Assert.That(model.Labels, Is.EqualTo(new[] { "cultivar 1", "cultivar 2", "cultivar 3" }));
    }

    [Test]
    public void Labels_ofNumbers_areTheNumbers()
    {
        Trained trained = Trained.Fit(Rows.Wines, Trained.Context.Transforms.Conversion.MapValueToKey("Label", nameof(Wine.Number))
            .Append(Trained.Context.Transforms.NormalizeMinMax(nameof(Wine.Features)))
            .Append(Trained.Context.MulticlassClassification.Trainers.LbfgsMaximumEntropy()));
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(trained.Source);
        Assert.That(model.Labels, Is.EqualTo(new[] { "10", "11", "12" }));
    }

    [Test]
    public void LoadClassifier_scoresAreNoProbabilities_isRefused() => Assert.That(
        () => MLNetModel.LoadClassifier(_raw.Value.Source),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("'Score' is not probabilities: its 3 numbers for one row lie between")
            .And.Message.Contains("If they are scores, set Activation"));

    [Test]
    public void LoadClassifier_scoresAreNoProbabilitiesAndNoProbeIsPossible_isRefusedOnTheFirstCall()
    {
        using MLNetClassifier<Sealed> model = MLNetModel.LoadClassifier<Sealed>(_raw.Value.Source);
        Assert.That(
            () => model.Predict(new(Rows.Wines[0].Features)),
            Throws.TypeOf<MLNetModelException>().With.Message.Contains("'Score' is not probabilities"));
    }

    [Test]
    public void LoadClassifier_softmax_isTheSoftmaxOfTheScores()
    {
        WineAnswer[] expected = _raw.Value.Ask<Wine, WineAnswer>(Rows.Wines);
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(_raw.Value.Source, new() { Activation = MLNetActivation.Softmax });
        for (int i = 0; i < expected.Length; i++)
        {
            Classification answer = model.Predict(Rows.Wines[i].Features);
            double sum = expected[i].Score.Sum(score => Math.Exp(score - expected[i].Score.Max()));
            Assert.That(answer.Label, Is.EqualTo(expected[i].PredictedLabel));
            Assert.That(answer.Probability, Is.EqualTo(1 / sum).Within(1e-5));
            Assert.That(answer.Probabilities.ToArray().Sum(), Is.EqualTo(1).Within(1e-5));
        }
    }

    [Test]
    public void LoadClassifier_sigmoid_isRefused() => Assert.That(
        () => MLNetModel.LoadClassifier(Trained.Wines.Source, new() { Activation = MLNetActivation.Sigmoid }),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("its scores are 'Score' (Vector<Single, 3>); Sigmoid expects one number a row"));

    private sealed class Sealed(float[] features)
    {
        public float[] Features { get; } = features;
    }
}
