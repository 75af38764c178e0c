using Adversarial.Train;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AISafety.Robustness.Tests;

/// <summary>The model that is committed for samples/Adversarial is the one that its program makes, and is as good as it says.</summary>
[TestFixture]
public sealed class DigitsModelTests
{
    private static readonly string _modelPath = Path.Combine(TestContext.CurrentContext.TestDirectory, "digits.onnx");

    private static readonly DigitsData _data = DigitsData.Read(Path.Combine(TestContext.CurrentContext.TestDirectory, "digits.csv.gz"));

    [Test]
    public void Train_again_gives_the_committed_file() => Assert.That(DigitsModel.Train(_data).Model, Is.EqualTo(File.ReadAllBytes(_modelPath)));

    [Test]
    public void Fit_another_seed_gives_another_network()
    {
        PerceptronTraining training = DigitsModel.Training with { Epochs = 1 };
        Perceptron one = training.Fit(_data.Training.Images, _data.Training.Digits, 10);
        Perceptron other = (training with { Seed = training.Seed + 1 }).Fit(_data.Training.Images, _data.Training.Digits, 10);
        Assert.That(other.Layers[0].Weights, Is.Not.EqualTo(one.Layers[0].Weights));
    }

    [Test]
    public void Score_held_out_digits_is_right_for_97_percent()
    {
        DigitsData heldOut = _data.HeldOut;
        float[] scores = Scores(heldOut);
        int right = 0;
        for (int i = 0; i < heldOut.Digits.Length; i++)
        {
            ReadOnlySpan<float> logits = scores.AsSpan(i * 10, 10);
            right += logits.IndexOf(scores[(i * 10)..(i * 10 + 10)].Max()) == heldOut.Digits[i] ? 1 : 0;
        }

        Assert.That(heldOut.Digits, Has.Length.EqualTo(797));
        Assert.That((double)right / heldOut.Digits.Length, Is.EqualTo(0.9737).Within(0.0013));
    }

    [Test]
    public void Score_equals_what_OnnxRuntime_answers()
    {
        float[] images = [.. _data.HeldOut.Images.SelectMany(static image => image)];
        using InferenceSession session = new(_modelPath);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> answers =
            session.Run([NamedOnnxValue.CreateFromTensor("image", new DenseTensor<float>(images, [images.Length / DigitsData.Pixels, DigitsData.Pixels]))]);
        Assert.That(answers.Single().Name, Is.EqualTo("logits"));
        Assert.That(Scores(_data.HeldOut), Is.EqualTo(answers.Single().AsEnumerable<float>().ToArray()).Within(1e-5));
    }

    private static float[] Scores(DigitsData data)
    {
        OnnxGraph graph = OnnxGraph.Load(_modelPath);
        float[] scores = new float[data.Images.Length * graph.OutputLength];
        graph.Score([.. data.Images.SelectMany(static image => image)], scores);
        return scores;
    }
}
