using System.Globalization;
using QuickStart.Train;

namespace Adversarial.Train;

/// <summary>Trains the sample's model and writes it as ONNX.</summary>
internal static class DigitsModel
{
    /// <summary>How it learns.</summary>
    public static PerceptronTraining Training { get; } = new()
    {
        Hidden = [64, 32],
        Epochs = 300,
        Rate = 0.004f,
        Smoothing = 0.1f,
        Seed = 1998,
        Distort = Distortion.Apply,
    };

    /// <summary>Trains on the first rows and judges on the others.</summary>
    public static (byte[] Model, double Accuracy) Train(DigitsData data)
    {
        Perceptron network = Training.Fit(data.Training.Images, data.Training.Digits, 10);
        double accuracy = network.Accuracy(data.HeldOut.Images, data.HeldOut.Digits);
        return (Write(network, string.Create(CultureInfo.InvariantCulture,
            $"Multi-layer perceptron with ReLU, trained on the first {DigitsData.TrainingRows} rows. On the {data.HeldOut.Digits.Length} others: accuracy {accuracy:0.000}.")), accuracy);
    }

    private static byte[] Write(Perceptron network, string description)
    {
        OnnxGraph graph = new OnnxGraph("digits").Input("image", OnnxType.Tensor(OnnxType.Single, "N", $"{DigitsData.Pixels}"));
        string value = "image";
        for (int i = 0; i < network.Layers.Length; i++)
        {
            Layer layer = network.Layers[i];
            bool isLast = i == network.Layers.Length - 1;
            graph.Constant(OnnxConstant.Floats($"weights{i}", layer.Weights, layer.Inputs, layer.Outputs))
                .Constant(OnnxConstant.Floats($"bias{i}", layer.Bias, layer.Outputs))
                .Node("Gemm", [value, $"weights{i}", $"bias{i}"], [isLast ? "logits" : $"sums{i}"]);
            if (!isLast)
            {
                graph.Node("Relu", [$"sums{i}"], [value = $"hidden{i}"]);
            }
        }

        return graph.Output("logits", OnnxType.Tensor(OnnxType.Single, "N", "10")).ToModel(
            "AISafety Adversarial",
            ("class_labels", "0,1,2,3,4,5,6,7,8,9"),
            ("description", description),
            ("data", "Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, CC BY 4.0; see uci/README.md"));
    }
}
