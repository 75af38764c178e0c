using AISafety.Adversarial;
using AISafety.Onnx.Tests.Support;
using QuickStart.Train;

namespace AISafety.Onnx.Tests;

/// <summary>A layer that an ONNX file names as an output is where a detector of adversarial inputs measures distances.</summary>
public class LayerEmbeddingTests
{
    [Test]
    public async Task FitAsync_layerOfAFile_isWhereNeighboursAreMeasured()
    {
        byte[] file = new OnnxGraph("layers")
            .Node("Tanh", ["x"], ["hidden"])
            .Node("Softmax", ["hidden"], ["p"], OnnxAttribute.Integer("axis", 1))
            .Input("x", Models.Floats("N", "2"))
            .Output("hidden", Models.Floats("N", "2"))
            .Output("p", Models.Floats("N", "2"))
            .ToModel("tests");
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(file, new() { ProbabilityOutput = "p" });
        using OnnxTensorModel layers = OnnxModel.LoadTensors(file, new() { Outputs = ["hidden"] });
        IModel<float[], float[]> embedding = Model.FromDelegate<float[], float[]>(row =>
            layers.Predict(new(("x", OnnxTensor.Create(row, 1, row.Length))))["hidden"].Read<float>().ToArray());
        Random random = new(1);
        float[][] rows = [.. Enumerable.Range(0, 300).Select(_ => new[] { 8 * random.NextSingle() - 4, 8 * random.NextSingle() - 4 })];
        AdversarialDetectionOptions options = new() { Signs = [AdversarialSign.NeighborDistance()], Seed = 0 };

        AdversarialDetector<float[]> plain = await AdversarialDetector.FitAsync(RowModel.Of(model), rows, options: options);
        AdversarialDetector<float[]> layered = await AdversarialDetector.FitAsync(RowModel.Of(model), rows, options: options, embedding: embedding);

        // Far away among the inputs; but the layer takes 40 for 1, as it does 4.
        Assert.That((await plain.ReadAsync([40, -40])).PValue, Is.LessThan(0.02));
        Assert.That((await layered.ReadAsync([40, -40])).PValue, Is.GreaterThan(0.1));
    }
}
