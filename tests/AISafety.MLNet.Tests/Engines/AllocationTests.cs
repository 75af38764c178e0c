namespace AISafety.MLNet.Tests.Engines;

public sealed class AllocationTests
{
    [Test]
    public void Predict_warm_allocatesItsProbabilitiesOnly()
    {
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source);
        float[] row = Rows.Cells[0].Features;
        long before = 0;
        for (int i = 0; i < 300; i++)
        {
            if (i == 200)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            model.Predict(row);
        }

        // An array of two floats.
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 100, Is.EqualTo(32));
    }
}
