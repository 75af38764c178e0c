namespace AISafety.MLNet.Tests.Engines;

public sealed class ConcurrencyTests
{
    [Test]
    public void Predict_manyThreads_resultsDoNotMix()
    {
        using MLNetModel<Bottle, BinaryAnswer> bottles = MLNetModel.Load<Bottle, BinaryAnswer>(Trained.Bottles.Source);
        using MLNetClassifier<float[]> cells = MLNetModel.LoadClassifier(Trained.Cells.Source);
        float[] expectedBottles = [.. Trained.Bottles.Ask<Bottle, BinaryAnswer>(Rows.Bottles).Select(answer => answer.Probability)];
        float[] expectedCells = [.. Trained.Cells.Ask<Cells, BinaryAnswer>(Rows.Cells).Select(answer => answer.Probability)];
        int mixed = 0;
        RunOnThreads(6, thread =>
        {
            for (int i = 0; i < 2000; i++)
            {
                int bottle = (i * 31 + thread * 17) % Rows.Bottles.Length;
                int cell = (i * 37 + thread * 13) % Rows.Cells.Length;
                if (bottles.Predict(Rows.Bottles[bottle]).Probability != expectedBottles[bottle]
                    || cells.Predict(Rows.Cells[cell].Features).Probabilities[1] != expectedCells[cell])
                {
                    Interlocked.Increment(ref mixed);
                }
            }
        });
        Assert.That(mixed, Is.Zero);
    }

    [Test]
    public void PredictBatch_besideSingleCalls_resultsDoNotMix()
    {
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source);
        float[][] rows = [.. Enumerable.Range(0, 1138).Select(i => Rows.Cells[i % Rows.Cells.Length].Features)];
        Classification[] expected = [.. rows.Select(row => model.Predict(row))];
        int mixed = 0;
        RunOnThreads(4, thread =>
        {
            Classification[] answers = new Classification[rows.Length];
            for (int round = 0; round < 5; round++)
            {
                model.PredictBatch(rows, answers);
                if (!answers.AsSpan().SequenceEqual(expected) || model.Predict(rows[thread]) != expected[thread])
                {
                    Interlocked.Increment(ref mixed);
                }
            }
        });
        Assert.That(mixed, Is.Zero);
    }

    [Test]
    public void Dispose_whileCallsRun_eachAnswersRightlyOrIsRefused()
    {
        byte[] saved = Trained.Cells.Save();
        for (int round = 0; round < 5; round++)
        {
            MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(MLNetSource.FromStream(new MemoryStream(saved)));
            Classification expected = model.Predict(Rows.Cells[0].Features);
            int wrong = 0;
            using CountdownEvent running = new(3);
            RunOnThreads(4, thread =>
            {
                if (thread == 3)
                {
                    running.Wait();
                    model.Dispose();
                    return;
                }

                try
                {
                    for (int i = 0; ; i++)
                    {
                        if (model.Predict(Rows.Cells[0].Features) != expected)
                        {
                            Interlocked.Increment(ref wrong);
                        }

                        if (i == 10)
                        {
                            running.Signal();
                        }
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            });
            Assert.That(wrong, Is.Zero);
            Assert.That(() => model.PredictBatch(new float[][] { Rows.Cells[0].Features }, new Classification[1]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(model.Dispose, Throws.Nothing, "a second time");
        }
    }

    private static void RunOnThreads(int count, Action<int> run)
    {
        using Barrier start = new(count);
        Task.WaitAll([.. Enumerable.Range(0, count).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                run(thread);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))]);
    }
}
