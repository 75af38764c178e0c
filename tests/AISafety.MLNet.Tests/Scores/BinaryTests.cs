using Microsoft.ML;

namespace AISafety.MLNet.Tests.Scores;

public sealed class BinaryTests
{
    private static readonly float[][] _rows = [.. Rows.Cells.Select(row => row.Features)];

    private static readonly Lazy<Trained> _uncalibrated = new(() => Trained.Fit(Rows.Cells, Trained.Context.BinaryClassification.Trainers.AveragedPerceptron()));

    [Test]
    public void Predict_everyRow_isMLNetsProbability()
    {
        BinaryAnswer[] expected = Trained.Cells.Ask<Cells, BinaryAnswer>(Rows.Cells);
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source, new() { Labels = ["malignant", "benign"] });
        for (int i = 0; i < expected.Length; i++)
        {
            Classification answer = model.Predict(_rows[i]);
            Assert.That(answer.Probabilities[1], Is.EqualTo(expected[i].Probability));
            Assert.That(answer.Probabilities[0], Is.EqualTo(1 - expected[i].Probability));
            Assert.That(answer.Label, Is.EqualTo(expected[i].Probability > 0.5f ? "benign" : "malignant"));
        }
    }

    [Test]
    public void Labels_notGiven_areFalseAndTrue()
    {
        using MLNetClassifier<Cells> model = MLNetModel.LoadClassifier<Cells>(Trained.Cells.Source);
        Assert.That(model.Labels, Is.EqualTo(new[] { "False", "True" }));
        Assert.That(model.FeatureNames, Is.Empty);
    }

    [Test]
    public void LoadClassifier_uncalibrated_isRefusedWithTwoWaysOut() => Assert.That(
        () => MLNetModel.LoadClassifier(_uncalibrated.Value.Source),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("no column 'Probability' (Single), so its score is not calibrated")
            .And.Message.Contains("BinaryClassification.Calibrators").And.Message.Contains("Activation to Sigmoid"));

    [Test]
    public void LoadClassifier_uncalibratedWithSigmoid_isTheSigmoidOfTheScore()
    {
        ScoreAnswer[] expected = _uncalibrated.Value.Ask<Cells, ScoreAnswer>(Rows.Cells);
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(_uncalibrated.Value.Source, new() { Activation = MLNetActivation.Sigmoid });
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.That(model.Predict(_rows[i]).Probabilities[1], Is.EqualTo(1 / (1 + Math.Exp(-expected[i].Score))).Within(1e-6));
        }
    }

    [Test]
    public void LoadClassifier_calibratorAppended_isTaken()
    {
        Trained calibrated = Trained.Fit(Rows.Cells, Trained.Context.BinaryClassification.Trainers.AveragedPerceptron()
            .Append(Trained.Context.BinaryClassification.Calibrators.Platt()));
        BinaryAnswer[] expected = calibrated.Ask<Cells, BinaryAnswer>(Rows.Cells);
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(calibrated.Source);
        Assert.That(_rows.Select(row => model.Predict(row).Probabilities[1]), Is.EqualTo(expected.Select(answer => answer.Probability)));
        // The class is the more probable one; ML.NET's label is where the score is positive, which a calibrator moves.
        Assert.That(_rows.Where((row, i) => model.Predict(row).ClassIndex == (expected[i].Probability > 0.5f ? 1 : 0)).Count(), Is.EqualTo(_rows.Length));
    }

    [Test]
    public void LoadClassifier_softmax_isRefused() => Assert.That(
        () => MLNetModel.LoadClassifier(Trained.Cells.Source, new() { Activation = MLNetActivation.Softmax }),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("softmax of one number is always 1"));

    [Test]
    public void LoadClassifier_scoreAsProbability_isRefusedOnceItIsNone()
    {
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(WithoutProbe(), new() { ProbabilityColumn = "Score" });
        Assert.That(
            () => Array.ForEach(_rows, row => model.Predict(row)),
            Throws.TypeOf<MLNetModelException>().With.Message.Contains("'Score' is not probabilities"));

        // A step of the caller's own keeps the probe away.
        static MLNetSource WithoutProbe() => Trained.Fit(
            Rows.Cells,
            Trained.Context.Transforms.CustomMapping<OwnStep.In, OwnStep.Out>(static (_, _) => { }, null)
                .Append(Trained.Context.BinaryClassification.Trainers.FastTree(numberOfLeaves: 8, numberOfTrees: 20))).Source;
    }

    [TestCase(float.NaN)]
    public void Predict_missingValues_areTheModels(float value)
    {
        float[] row = [.. Enumerable.Repeat(value, 30)];
        BinaryAnswer expected = Trained.Cells.Ask<Cells, BinaryAnswer>([new() { Features = row }])[0];
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source);
        Assert.That(model.Predict(row).Probabilities[1], Is.EqualTo(expected.Probability));
    }

    [Test]
    public void Predict_answerIsNaN_hasNoClass()
    {
        Trained linear = Trained.Fit(Rows.Cells, Trained.Context.BinaryClassification.Trainers.LbfgsLogisticRegression());
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(linear.Source);
        Assert.That(model.Predict([.. Enumerable.Repeat(float.NaN, 30)]).ClassIndex, Is.EqualTo(-1));
    }

    [TestCase(" ", "Probability", "ScoreColumn is blank")]
    [TestCase("Score", "", "ProbabilityColumn is blank")]
    public void LoadClassifier_blankColumn_throws(string score, string probability, string expected) => Assert.That(
        () => MLNetModel.LoadClassifier(Trained.Cells.Source, new() { ScoreColumn = score, ProbabilityColumn = probability }),
        Throws.ArgumentException.With.Message.Contains(expected));

    [Test]
    public void LoadClassifier_unknownActivation_throws() => Assert.That(
        () => MLNetModel.LoadClassifier(Trained.Cells.Source, new() { Activation = (MLNetActivation)7 }),
        Throws.ArgumentException.With.Message.Contains("Activation is 7"));

    [Test]
    public void LoadClassifier_labels_areChecked()
    {
        Assert.That(
            () => MLNetModel.LoadClassifier(Trained.Cells.Source, new() { Labels = ["a", "a"] }),
            Throws.ArgumentException.With.Message.Contains("same name twice"));
        Assert.That(
            () => MLNetModel.LoadClassifier(Trained.Cells.Source, new() { Labels = ["a", "b", "c"] }),
            Throws.TypeOf<MLNetModelException>().With.Message.Contains("it has 2 classes, but Labels has 3 names"));
    }
}
