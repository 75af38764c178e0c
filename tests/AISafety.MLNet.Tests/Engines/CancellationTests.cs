namespace AISafety.MLNet.Tests.Engines;

public sealed class CancellationTests
{
    [TestCase(1)]
    [TestCase(1500)]
    public void Predict_cancelledBefore_throws(int count)
    {
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source);
        float[][] rows = [.. Enumerable.Repeat(Rows.Cells[0].Features, count)];
        CancellationToken cancelled = new(canceled: true);
        Assert.That(() => model.Predict(rows[0], cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => model.PredictBatch(rows, new Classification[count], cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => model.PredictBatch(rows, new Classification[count]), Throws.Nothing);
    }

    [TestCase(10)]
    [TestCase(1500)]
    public void PredictBatch_cancelledMeanwhile_throws(int count)
    {
        using CancellationTokenSource source = new();
        int written = 0;
        FeatureSchema<float[]> schema = FeatureSchema.For<float[]>().Vector("Features", row =>
        {
            if (++written == 5)
            {
                source.Cancel();
            }

            return row;
        }, 30);
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source, schema);
        float[][] rows = [.. Enumerable.Repeat(Rows.Cells[0].Features, count)];
        Assert.That(() => model.PredictBatch(rows, new Classification[count], source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(model.Predict(rows[0]).ClassIndex, Is.Zero, "the model goes on");
    }
}
