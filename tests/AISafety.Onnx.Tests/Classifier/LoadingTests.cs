using AISafety.Onnx.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using QuickStart.Train;

namespace AISafety.Onnx.Tests;

public class LoadingTests
{
    private static readonly OnnxClassifierOptions _probeFirst = new() { ProbeRow = new float[] { 1, 0, 0 } };

    [TestCase("N")]
    [TestCase("?")]
    public void LoadClassifier_symbolicBatch_runsBatches(string batch)
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax(batch));
        Assert.That(model.RunsBatches, Is.True);
        Assert.That(model.Width, Is.EqualTo(3));
        Assert.That(model.ClassCount, Is.EqualTo(3));
        Assert.That(model.Labels, Is.EqualTo(new[] { "0", "1", "2" }));
    }

    [Test]
    public void LoadClassifier_batchOfOne_runsRowByRow()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax("1"));
        Assert.That(model.RunsBatches, Is.False);
    }

    [Test]
    public void LoadClassifier_batchOfOneInsideTheGraph_runsRowByRow()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Reshaped(Models.Floats("?", "?"), 1, -1));
        Assert.That(model.RunsBatches, Is.False);
        Assert.That(model.ClassCount, Is.EqualTo(3));
    }

    [Test]
    public void LoadClassifier_graphThatMixesRows_runsRowByRow()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.MixingRows());
        Assert.That(model.RunsBatches, Is.False);
    }

    [TestCase(1)]
    [TestCase(2)]
    public void LoadClassifier_oneNumberARow_hasTwoClasses(int rank)
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Sigmoid(rank));
        Assert.That(model.ClassCount, Is.EqualTo(2));
        Assert.That(model.RunsBatches, Is.True);
    }

    [Test]
    public void LoadClassifier_outputShapeNotStated_isLearned()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(
            Models.Identity(Models.Floats("N", "3"), OnnxType.TensorOfAnyShape(OnnxType.Single)), _probeFirst);
        Assert.That(model.ClassCount, Is.EqualTo(3));
    }

    [Test]
    public void LoadClassifier_widthNotStated_takesTheExpected()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax("N", "?"), new() { ExpectedWidth = 5 });
        Assert.That(model.Width, Is.EqualTo(5));
        Assert.That(model.ClassCount, Is.EqualTo(5));
    }

    [Test]
    public void LoadClassifier_inputShapeNotStated_takesTheExpected()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(
            Models.Identity(OnnxType.TensorOfAnyShape(OnnxType.Single), OnnxType.TensorOfAnyShape(OnnxType.Single)),
            _probeFirst with { ExpectedWidth = 3 });
        Assert.That(model.Width, Is.EqualTo(3));
    }

    [Test]
    public void LoadClassifier_severalFloatOutputs_takesTheOneCalledProbabilities()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.WithOutputs("embedding", "Probabilities"));
        Assert.That(model.ClassCount, Is.EqualTo(3));
    }

    [Test]
    public void LoadClassifier_severalFloatOutputs_takesTheNamedOne()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.WithOutputs("a", "b"), new() { ProbabilityOutput = "b" });
        Assert.That(model.ClassCount, Is.EqualTo(3));
    }

    [Test]
    public void LoadClassifier_file_loads()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "loading.onnx");
        File.WriteAllBytes(path, Models.Softmax());
        using OnnxClassifier<float[]> vectors = OnnxModel.LoadClassifier(path);
        using OnnxClassifier<ReadOnlyMemory<float>> memory = OnnxModel.LoadMemoryClassifier(path);
        using OnnxClassifier<float[]> rows = OnnxModel.LoadClassifier(path, FeatureSchema.ForVector("a", "b", "c"));
        using OnnxTensorModel tensors = OnnxModel.LoadTensors(path);
        Assert.That(vectors.Predict([0, 1, 0]), Is.EqualTo(memory.Predict(new float[] { 0, 1, 0 })));
        Assert.That(vectors.Predict([0, 1, 0]), Is.EqualTo(rows.Predict([0, 1, 0])));
        Assert.That(tensors.Inputs, Has.Count.EqualTo(1));
    }

    [Test]
    public void LoadClassifier_ownSessionOptions_mayBeDisposedAfterwards()
    {
        SessionOptions options = new() { IntraOpNumThreads = 2 };
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax(), new() { SessionOptions = options });
        options.Dispose();
        Assert.That(model.Predict([0, 9, 0]).ClassIndex, Is.EqualTo(1));
    }

    [Test]
    public void Metadata_entries_areReadable()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax(metadata: [("author", "me"), ("feature_names", "a, b, c")]));
        Assert.That(model.Metadata["author"], Is.EqualTo("me"));
        Assert.That(model.FeatureNames, Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void WithSafety_schemaOfAnotherWidth_throws()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());

        Assert.That(
            () => model.WithSafety(safety => safety.UseFeatures(FeatureSchema.ForVector("a", "b"))),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("the model takes 3 numbers"));
    }

    [Test]
    public void WithSafety_classifier_infersItsTypes()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        SafeModel<float[], Classification> safe = model.WithSafety(safety => safety.AddColumn("top", (input, output) => output.Probability));
        Assert.That(safe, Is.Not.Null);
    }
}
