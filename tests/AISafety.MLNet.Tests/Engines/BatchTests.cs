using CsCheck;

namespace AISafety.MLNet.Tests.Engines;

public sealed class BatchTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(100)]
    [TestCase(1023)]
    [TestCase(1024)]
    [TestCase(3000)]
    public void PredictBatch_anyLength_isWhatSingleCallsGive(int count)
    {
        float[][] rows = [.. Enumerable.Range(0, count).Select(i => Rows.Cells[i * 7 % Rows.Cells.Length].Features)];
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source);
        for (int round = 0; round < 2; round++)
        {
            Classification[] answers = new Classification[count + 1];
            model.PredictBatch(rows, answers);
            Assert.That(answers[..count], Is.EqualTo(rows.Select(row => model.Predict(row))));
            Assert.That(answers[count], Is.EqualTo(default(Classification)), "no more is written");
        }
    }

    [Test]
    public async Task PredictBatchAsync_textAndCategories_areObjectsOfTheirOwnInOrder()
    {
        Bottle[] rows = [.. Enumerable.Range(0, 2000).Select(i => Rows.Bottles[i * 5 % Rows.Bottles.Length])];
        float[] expected = [.. Trained.Bottles.Ask<Bottle, BinaryAnswer>(rows).Select(answer => answer.Probability)];
        using MLNetModel<Bottle, BinaryAnswer> model = MLNetModel.Load<Bottle, BinaryAnswer>(Trained.Bottles.Source);
        BinaryAnswer[] answers = new BinaryAnswer[rows.Length];
        await model.PredictBatchAsync(rows, answers);
        Assert.That(answers.Select(answer => answer.Probability), Is.EqualTo(expected));
    }

    [Test]
    public void PredictBatch_vectorsOfScores_areInOrder()
    {
        Wine[] rows = [.. Enumerable.Range(0, 1500).Select(i => Rows.Wines[i * 11 % Rows.Wines.Length])];
        float[][] expected = [.. Trained.Wines.Ask<Wine, WineAnswer>(rows).Select(answer => answer.Score)];
        using MLNetClassifier<Wine> model = MLNetModel.LoadClassifier<Wine>(Trained.Wines.Source);
        Classification[] answers = new Classification[rows.Length];
        model.PredictBatch(rows, answers);
        Assert.That(answers.Select(answer => answer.Probabilities.ToArray()), Is.EqualTo(expected));
    }

    [Test]
    public void PredictBatch_anyRows_isMLNetsAnswer()
    {
        using MLNetModel<float[], float> model = MLNetModel.LoadRegression(Trained.Alcohol.Source);
        Gen.Float[-5, 2000].Array[12].Array[1, 30].Sample(
            rows =>
            {
                float[] answers = new float[rows.Length];
                model.PredictBatch(rows, answers);
                return answers.SequenceEqual(Trained.Alcohol.Ask<Wine, ScoreAnswer>(rows.Select(row => new Wine { Features = row })).Select(answer => answer.Score));
            },
            iter: 30,
            seed: "0N0XIzNsQ0O2",
            threads: 1);
    }

    [TestCase(5)]
    [TestCase(1500)]
    public void PredictBatch_oneBadRow_throwsWithItsFault(int count)
    {
        UnlabelledCells[] rows = [.. Enumerable.Range(0, count).Select(i => new UnlabelledCells { Features = i == count - 2 ? new float[3] : Rows.Cells[0].Features })];
        using MLNetClassifier<UnlabelledCells> model = MLNetModel.LoadClassifier<UnlabelledCells>(Trained.Cells.Source);
        Assert.That(
            () => model.PredictBatch(rows, new Classification[count]),
            Throws.ArgumentException.With.Message.EqualTo("'Features' of the input has 3 values; the model expects 30."));
        rows[count - 2] = null!;
        Assert.That(() => model.PredictBatch(rows, new Classification[count]), Throws.ArgumentNullException);
        rows[count - 2] = rows[0];
        Assert.That(() => model.PredictBatch(rows, new Classification[count]), Throws.Nothing);
    }

    [Test]
    public void PredictBatch_tooLittleRoom_throwsWithBoth()
    {
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source);
        Assert.That(
            () => model.PredictBatch(new float[3][], new Classification[2]),
            Throws.ArgumentException.With.Message.Contains("room for 2 outputs; there are 3 inputs"));
    }

    [Test]
    public async Task EvaluateBatch_safeModel_asksTheModelOnceForAllThatPassed()
    {
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source);
        await using SafeModel<float[], Classification> safe = model.WithSafety(safety => safety
            .UseFeatures(FeatureSchema.ForVector([.. Enumerable.Range(0, 30).Select(i => $"measure {i}")]))
            .AddInputValidation());
        float[][] rows = [.. Enumerable.Range(0, 1200).Select(i => i == 3 ? [float.NaN, .. Rows.Cells[0].Features[1..]] : Rows.Cells[i % Rows.Cells.Length].Features)];
        SafetyResult<Classification>[] results = new SafetyResult<Classification>[rows.Length];
        await safe.EvaluateBatchAsync(rows, results);
        Assert.That(results[3].Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(results.Where((_, i) => i != 3).Select(result => result.Output), Is.EqualTo(rows.Where((_, i) => i != 3).Select(row => model.Predict(row))));
    }
}
