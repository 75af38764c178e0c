using AISafety.Onnx.Tests.Support;

namespace AISafety.Onnx.Tests;

public class CancellationTests
{
    private const float PracticallyForEver = 1e15f;

    [Test]
    public void Predict_tokenCancelledBefore_throws()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        using OnnxTensorModel tensors = OnnxModel.LoadTensors(Models.Softmax());
        CancellationToken cancelled = new(true);
        Assert.That(() => model.Predict([1, 2, 3], cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => model.PredictBatch([[1, 2, 3]], new Classification[1], cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => tensors.Predict(new(("x", OnnxTensor.Create([1f, 2, 3], 1, 3))), cancelled), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Predict_tokenCancelledDuringTheRun_stopsIt()
    {
        // The row is written just before the run, so that is when the token is cancelled: at the latest as soon as the run listens.
        using CancellationTokenSource source = new();
        using ManualResetEventSlim written = new();
        FeatureSchema<float> schema = FeatureSchema.For<float>()
            .Numeric("a", count =>
            {
                if (count > 1)
                {
                    written.Set();
                }

                return count;
            })
            .Numeric("b", _ => 0)
            .Numeric("c", _ => 0);
        using OnnxClassifier<float> model = OnnxModel.LoadClassifier(Models.Looping(), schema);
        Task<Classification> run = Task.Run(() => model.Predict(PracticallyForEver, source.Token));
        written.Wait();
        source.Cancel();
        Assert.That(async () => await run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(model.Predict(1).ClassIndex, Is.Zero, "the run's options are at rest again");
    }

    [Test]
    public void Predict_batchTokenCancelledDuringTheRun_stopsIt()
    {
        using CancellationTokenSource source = new();
        FeatureSchema<float> schema = FeatureSchema.For<float>()
            .Numeric("a", count =>
            {
                if (count > 1)
                {
                    source.Cancel();
                }

                return count;
            })
            .Numeric("b", _ => 0)
            .Numeric("c", _ => 0);
        using OnnxClassifier<float> model = OnnxModel.LoadClassifier(Models.Looping(), schema);
        Assert.That(
            () => model.PredictBatch([0f, PracticallyForEver], new Classification[2], source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Predict_tokenNotCancelled_answers()
    {
        using CancellationTokenSource source = new();
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        Assert.That(model.Predict([0, 1, 0], source.Token).ClassIndex, Is.EqualTo(1));
        source.Cancel();
        Assert.That(model.Predict([0, 1, 0]).ClassIndex, Is.EqualTo(1), "a token cancelled later reaches no other run");
    }
}
