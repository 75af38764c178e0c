using AISafety.Onnx.Tests.Support;

namespace AISafety.Onnx.Tests;

/// <summary>Damaged files: loaded or refused with a typed exception, never a crash, and never another exception.</summary>
public class DamagedModelTests
{
    private static byte[][] Sources => [Models.Softmax(metadata: ("class_labels", "a,b,c")), Models.WithLabels(asText: true), Models.Tensors()];

    [TestCaseSource(nameof(Sources))]
    public void Load_truncatedAnywhere_throwsOrLoads(byte[] model)
    {
        for (int length = 0; length < model.Length; length++)
        {
            Try(model[..length]);
        }
    }

    [TestCaseSource(nameof(Sources))]
    public void Load_bytesChanged_throwsOrLoads(byte[] model)
    {
        Random random = new(7);
        for (int round = 0; round < 500; round++)
        {
            byte[] damaged = [.. model];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Try(damaged);
        }
    }

    [Test]
    public void Load_noise_throws()
    {
        Random random = new(11);
        for (int round = 0; round < 200; round++)
        {
            byte[] noise = new byte[random.Next(1, 300)];
            random.NextBytes(noise);
            Assert.That(() => OnnxModel.LoadClassifier(noise), Throws.TypeOf<OnnxModelException>());
        }
    }

    private static void Try(byte[] damaged)
    {
        try
        {
            using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(damaged);
            model.Predict(new float[model.Width]);
        }
        catch (OnnxModelException)
        {
        }

        try
        {
            using OnnxTensorModel model = OnnxModel.LoadTensors(damaged);
        }
        catch (OnnxModelException)
        {
        }
    }
}
