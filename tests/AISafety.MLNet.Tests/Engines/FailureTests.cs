namespace AISafety.MLNet.Tests.Engines;

/// <summary>What ML.NET, or a step of the caller's own, throws.</summary>
public sealed class FailureTests
{
    private static readonly float[] _good = Rows.Cells[0].Features;
    private static readonly float[] _bad = [float.NaN, .. Enumerable.Repeat(4711f, 29)];

    [Test]
    public void Predict_stepThrows_isOursWithoutTheInput()
    {
        using MLNetModel<float[], float> model = MLNetModel.LoadRegression(OwnStep.Train().Source);
        float expected = model.Predict(_good);
        for (int i = 0; i < 20; i++)
        {
            MLNetModelException exception = Assert.Throws<MLNetModelException>(() => model.Predict(_bad))!;
            Assert.That(exception.Message, Is.EqualTo("ML.NET model 'in memory': the prediction failed; the inner exception says why."));
            Assert.That(exception.ToString(), Does.Contain("4711"), "the cause is kept");
            Assert.That(model.Predict(_good), Is.EqualTo(expected));
        }
    }

    [TestCase(4)]
    [TestCase(1500)]
    public void PredictBatch_stepThrows_isOursAndTheModelGoesOn(int count)
    {
        using MLNetModel<float[], float> model = MLNetModel.LoadRegression(OwnStep.Train().Source);
        float[][] rows = [.. Enumerable.Repeat(_good, count)];
        float[] expected = new float[count];
        model.PredictBatch(rows, expected);
        rows[count / 2] = _bad;
        Assert.That(
            () => model.PredictBatch(rows, new float[count]),
            Throws.TypeOf<MLNetModelException>().With.Message.EndsWith("the prediction failed; the inner exception says why."));
        rows[count / 2] = _good;
        float[] again = new float[count];
        model.PredictBatch(rows, again);
        Assert.That(again, Is.EqualTo(expected));
    }

    [Test]
    public void Predict_schemaThrows_isItsOwnException()
    {
        FeatureSchema<float[]> schema = FeatureSchema.For<float[]>().Vector("Features", row => row.Length == 1 ? throw new InvalidOperationException("no") : row, 30);
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source, schema);
        Assert.That(() => model.Predict([1]), Throws.TypeOf<FeatureReadException>());
        Assert.That(() => model.Predict([1, 2]), Throws.ArgumentException);
        Assert.That(model.Predict(_good).ClassIndex, Is.Zero);
    }
}
