using System.Text.Json;
using QuickStart.Train;

namespace AISafety.Onnx.Tests;

/// <summary>The model that is committed for samples/QuickStart is the one that its program makes, and is as good as it says.</summary>
public class BreastCancerModelTests
{
    private static readonly string _modelPath = Path.Combine(TestContext.CurrentContext.TestDirectory, "breast_cancer.onnx");

    private static readonly BreastCancerData _data =
        BreastCancerData.Read(Path.Combine(TestContext.CurrentContext.TestDirectory, "breast_cancer.csv"));

    [Test]
    public void Train_twice_givesTheCommittedFile()
    {
        byte[] committed = File.ReadAllBytes(_modelPath);
        Assert.That(BreastCancerModel.Train(_data).Model, Is.EqualTo(committed));
        Assert.That(BreastCancerModel.Train(_data).Model, Is.EqualTo(committed));
        Assert.That(committed, Has.Length.LessThan(4096));
    }

    [Test]
    public void Split_data_isStratifiedAndComplete()
    {
        Split split = Split.Stratified(_data.Classes);
        Assert.That(split.Training, Has.Length.EqualTo(341));
        Assert.That(split.HeldOut, Has.Length.EqualTo(228));
        Assert.That(split.Training.Concat(split.HeldOut).Order(), Is.EqualTo(Enumerable.Range(0, 569)));
        Assert.That(split.Training.Average(row => _data.Classes[row]), Is.EqualTo(_data.Classes.Average()).Within(0.002));
    }

    [Test]
    public void Load_metadata_isAsDocumented()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(_modelPath);
        Assert.That(model.Width, Is.EqualTo(30));
        Assert.That(model.Labels, Is.EqualTo(new[] { "malignant", "benign" }));
        Assert.That(model.FeatureNames, Is.EqualTo(BreastCancerData.FeatureNames));
        Assert.That(model.RunsBatches, Is.True);
        Assert.That(JsonSerializer.Deserialize<string[]>(model.Metadata["feature_names"]), Has.Length.EqualTo(30));
        using OnnxTensorModel tensors = OnnxModel.LoadTensors(_modelPath);
        Assert.That(string.Join(", ", tensors.Inputs), Is.EqualTo("'features' (float [N, 30])"));
        Assert.That(string.Join(", ", tensors.Outputs), Is.EqualTo("'label' (int64 [N]), 'probabilities' (float [N, 2])"));
    }

    [Test]
    public void PredictBatch_heldOutRows_isAsGoodAsStated()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(_modelPath);
        int[] heldOut = Split.Stratified(_data.Classes).HeldOut;
        Classification[] answers = new Classification[heldOut.Length];
        model.PredictBatch([.. heldOut.Select(row => _data.Rows[row])], answers);
        Quality quality = Quality.Of(
            [.. answers.Select(answer => (double)answer.Probabilities[1])], [.. heldOut.Select(row => _data.Classes[row])]);
        TestContext.Out.WriteLine(quality);
        Assert.That(quality.Accuracy, Is.EqualTo(0.9781).Within(0.0001));
        Assert.That(quality.Auc, Is.EqualTo(0.9930).Within(0.0001));
        Assert.That(quality.LogLoss, Is.EqualTo(0.0839).Within(0.0001));
    }

    [Test]
    public void Predict_label_isTheModelsOwn()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(_modelPath);
        using OnnxTensorModel tensors = OnnxModel.LoadTensors(_modelPath);
        foreach (float[] row in _data.Rows)
        {
            long label = tensors.Predict(new(("features", OnnxTensor.Create(row, 1, 30))))["label"].Read<long>()[0];
            Assert.That(model.Predict(row).ClassIndex, Is.EqualTo(label));
        }
    }
}
