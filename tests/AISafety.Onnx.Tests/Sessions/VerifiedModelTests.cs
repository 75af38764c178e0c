using System.Security.Cryptography;
using AISafety.Onnx.Tests.Support;
using QuickStart.Train;

namespace AISafety.Onnx.Tests;

/// <summary>A model that is not the one that was meant is refused before it is read.</summary>
public sealed class VerifiedModelTests
{
    private static readonly string _modelPath = Path.Combine(TestContext.CurrentContext.TestDirectory, "breast_cancer.onnx");

    private static readonly ModelIntegrity _wrong = new() { Sha256 = new('0', 64) };

    [Test]
    public void Load_right_hash_gives_the_same_model()
    {
        ModelIntegrity integrity = new() { Sha256 = ModelFile.ComputeSha256(_modelPath) };
        float[] row = new float[30];
        using OnnxClassifier<float[]> plain = OnnxModel.LoadClassifier(_modelPath);
        using OnnxClassifier<float[]> verified = OnnxModel.LoadClassifier(_modelPath, new OnnxClassifierOptions { Integrity = integrity });
        using OnnxTensorModel tensors = OnnxModel.LoadTensors(_modelPath, new() { Integrity = integrity });
        Assert.That(verified.Predict(row), Is.EqualTo(plain.Predict(row)));
        Assert.That(tensors.Inputs, Has.Count.EqualTo(1));
    }

    [Test]
    public void Load_wrong_hash_is_refused_with_the_files_name()
    {
        Assert.That(() => OnnxModel.LoadClassifier(_modelPath, new OnnxClassifierOptions { Integrity = _wrong }), Throws.TypeOf<ModelIntegrityException>().With.Message.Contains("'breast_cancer.onnx'"));
        Assert.That(() => OnnxModel.LoadTensors(_modelPath, new() { Integrity = _wrong }), Throws.TypeOf<ModelIntegrityException>());
        Assert.That(() => OnnxModel.LoadClassifier(Models.Softmax(), new OnnxClassifierOptions { Integrity = _wrong }), Throws.TypeOf<ModelIntegrityException>().With.Message.Contains("'in memory'"));
    }

    [Test]
    public void Load_missing_file_is_still_ours() =>
        Assert.That(() => OnnxModel.LoadClassifier(_modelPath + "x", new OnnxClassifierOptions { Integrity = _wrong }), Throws.TypeOf<OnnxModelException>().With.Message.Contains("cannot be read"));

    [Test]
    public void Load_weights_in_another_file_is_refused_when_verified()
    {
        OnnxGraph graph = new OnnxGraph("external").Node("Add", ["x", "w"], ["y"])
            .Input("x", OnnxType.Tensor(OnnxType.Single, "N", "1"))
            .Output("y", OnnxType.Tensor(OnnxType.Single, "N", "1"));
        graph.ToMessage().Message(5, new ProtoWriter().Integer(1, 1).Integer(2, OnnxType.Single).Text(8, "w")
            .Message(13, new ProtoWriter().Text(1, "location").Text(2, "weights.bin")).Integer(14, 1));
        byte[] model = graph.ToModel("tests");
        ModelIntegrity integrity = new() { Sha256 = Convert.ToHexString(SHA256.HashData(model)) };
        Assert.That(() => OnnxModel.LoadTensors(model, new() { Integrity = integrity }), Throws.TypeOf<OnnxModelException>().With.Message.Contains("files beside it"));
    }
}
