using AISafety.Onnx.Tests.Support;

namespace AISafety.Onnx.Tests;

public class ConcurrencyTests
{
    private const int Threads = 8;

    [Test]
    public void Predict_fromManyThreads_mixesNothing()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.WithLabels(asText: true));
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, seed =>
        {
            Random random = new(seed);
            Classification[] answers = new Classification[5];
            for (int call = 0; call < 300; call++)
            {
                float[][] rows = [.. Enumerable.Range(0, 5).Select(_ => (float[])[random.NextSingle(), random.NextSingle(), random.NextSingle()])];
                model.PredictBatch(rows, answers);
                for (int i = 0; i < rows.Length; i++)
                {
                    int top = Array.IndexOf(rows[i], rows[i].Max());
                    Classification single = model.Predict(rows[i]);
                    Assert.That(single.ClassIndex, Is.EqualTo(top));
                    Assert.That(single.Label, Is.EqualTo(Models.Names[top]));
                    Assert.That(answers[i].Label, Is.EqualTo(Models.Names[top]));
                }
            }
        });
    }

    [Test]
    public void Predict_insideItself_works()
    {
        OnnxClassifier<int>? model = null;
        FeatureSchema<int> schema = FeatureSchema.For<int>()
            .Numeric("a", depth => depth == 0 ? 0 : model!.Predict(depth - 1).Probability)
            .Numeric("b", _ => 0)
            .Numeric("c", _ => 0);
        using (model = OnnxModel.LoadClassifier(Models.Softmax(), schema))
        {
            Assert.That(model.Predict(0).Probability, Is.EqualTo(1 / 3.0).Within(1e-6));
            Assert.That(model.Predict(1).Probability, Is.EqualTo(Models.ExpectedSoftmax([1 / 3f, 0, 0])[0]).Within(1e-6));
        }
    }

    [Test]
    public void Dispose_twice_isFine()
    {
        OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        model.Predict([1, 2, 3]);
        model.Dispose();
        Assert.That(model.Dispose, Throws.Nothing);
        Assert.That(() => model.Predict([1, 2, 3]), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => model.PredictBatch([[1, 2, 3]], new Classification[1]), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Dispose_whileCallsRun_letsThemFinish()
    {
        for (int round = 0; round < 50; round++)
        {
            OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
            OnnxTensorModel tensors = OnnxModel.LoadTensors(Models.Softmax());
            using CountdownEvent running = new(4);
            Task<int>[] callers = [.. Enumerable.Range(0, 4).Select(caller => Task.Factory.StartNew(
                () => CallUntilDisposed(model, tensors, caller, running), TaskCreationOptions.LongRunning))];
            running.Wait();
            model.Dispose();
            tensors.Dispose();
            Assert.That(Task.WhenAll(callers).GetAwaiter().GetResult(), Has.All.GreaterThan(0));
        }
    }

    private static int CallUntilDisposed(OnnxClassifier<float[]> model, OnnxTensorModel tensors, int caller, CountdownEvent running)
    {
        OnnxTensors row = new(("x", OnnxTensor.Create([1f, 2, 3], 1, 3)));
        float[][] rows = [[3, 2, 1], [1, 2, 3]];
        Classification[] answers = new Classification[2];
        for (int calls = 0; ; calls++)
        {
            try
            {
                if (caller == 0)
                {
                    Assert.That(tensors.Predict(row)["p"].Length, Is.EqualTo(3));
                }
                else if (caller == 1)
                {
                    model.PredictBatch(rows, answers);
                    Assert.That(answers[1].ClassIndex, Is.EqualTo(2));
                }
                else
                {
                    Assert.That(model.Predict(rows[0]).ClassIndex, Is.Zero);
                }
            }
            catch (ObjectDisposedException)
            {
                return calls;
            }

            if (calls == 0)
            {
                running.Signal();
            }
        }
    }
}
