using AISafety.Onnx.Tests.Support;
using CsCheck;

namespace AISafety.Onnx.Tests;

public class PredictionTests
{
    private static readonly Gen<float[]> _row = Gen.Float[-20, 20].Array[3];

    [Test]
    public void Predict_anyRow_isTheModelsAnswer()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        _row.Sample(row =>
        {
            Classification answer = model.Predict(row);
            Assert.That(answer.Probabilities.ToArray(), Is.EqualTo(Models.ExpectedSoftmax(row)).Within(1e-6));
        });
    }

    [Test]
    public async Task PredictAsync_row_completesSynchronously()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        ValueTask<Classification> task = model.PredictAsync([0, 5, 0]);
        Assert.That(task.IsCompletedSuccessfully, Is.True);
        Assert.That((await task).ClassIndex, Is.EqualTo(1));
    }

    [Test]
    public void Predict_schema_writesTheRow()
    {
        FeatureSchema<(double Age, string Colour)> schema = FeatureSchema.For<(double Age, string Colour)>()
            .Numeric("age", person => person.Age)
            .Categorical("colour", person => person.Colour, ["red", "green"])
            .Numeric("one", _ => 1);
        using OnnxClassifier<(double Age, string Colour)> model = OnnxModel.LoadClassifier(Models.Softmax(), schema);
        Assert.That(model.Predict((3, "green")).Probabilities.ToArray(), Is.EqualTo(Models.ExpectedSoftmax([3, 1, 1])).Within(1e-6));
    }

    [Test]
    public void Predict_nullInput_throws()
    {
        using OnnxClassifier<float[]> vectors = OnnxModel.LoadClassifier(Models.Softmax());
        using OnnxClassifier<string> texts = OnnxModel.LoadClassifier(
            Models.Softmax(), FeatureSchema.For<string>().Vector("v", text => new float[text.Length], 3));
        Assert.That(() => vectors.Predict(null!), Throws.ArgumentNullException.With.Message.Contains("the model expects 3 numbers"));
        Assert.That(() => texts.Predict(null!), Throws.ArgumentNullException.With.Message.Contains("the model expects 3 numbers"));
        Assert.That(() => vectors.PredictBatch([[1, 2, 3], null!], new Classification[2]), Throws.ArgumentNullException);
    }

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(4)]
    public void Predict_inputOfAnotherLength_throws(int length)
    {
        using OnnxClassifier<float[]> vectors = OnnxModel.LoadClassifier(Models.Softmax());
        using OnnxClassifier<ReadOnlyMemory<float>> memory = OnnxModel.LoadMemoryClassifier(Models.Softmax());
        using OnnxClassifier<string> texts = OnnxModel.LoadClassifier(
            Models.Softmax(), FeatureSchema.For<string>().Vector("v", text => new float[text.Length], 3));
        string expected = $"The input has {Models.Text(length)} numbers; the model expects 3.";
        Assert.That(() => vectors.Predict(new float[length]), Throws.ArgumentException.With.Message.StartsWith(expected));
        Assert.That(() => memory.Predict(new float[length]), Throws.ArgumentException.With.Message.StartsWith(expected));
        Assert.That(() => texts.Predict(new string('a', length)), Throws.ArgumentException.With.Message.Contains("expected 3"));
    }

    [Test]
    public void Predict_afterAFault_works()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        Assert.That(() => model.Predict([1]), Throws.ArgumentException);
        Assert.That(model.Predict([0, 0, 3]).ClassIndex, Is.EqualTo(2));
    }

    [Test]
    public void Predict_runFails_throwsOnnxModelException()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.FailingBelowZero());
        OnnxModelException? failure = Assert.Throws<OnnxModelException>(() => model.Predict([0, -4321, 0]));
        Assert.That(failure!.Message, Is.EqualTo("ONNX model 'in memory': the run failed; the inner exception says why."));
        Assert.That(failure.InnerException!.Message, Does.Contain("-4321"), "which quotes the input");
        Assert.That(model.Predict([0, 4, 0]).ClassIndex, Is.EqualTo(1));
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void Predict_modelAnswersNotANumber_hasNoClass(float value)
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        Assert.That(model.Predict([value, 0, 0]).ClassIndex, Is.EqualTo(-1));
        Assert.That(model.Predict([1, 0, 0]).ClassIndex, Is.Zero);
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Predict_oneNumberARow_isTheSecondClass(int rank)
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Sigmoid(rank));
        Classification answer = model.Predict([2]);
        Assert.That(answer.ClassIndex, Is.EqualTo(1));
        Assert.That(answer.Probabilities.ToArray(), Is.EqualTo(new[] { 0.1192029f, 0.8807971f }).Within(1e-6));
        Assert.That(model.Predict([0]).ClassIndex, Is.Zero, "a tie: the lowest");
    }

    [Test]
    public void Predict_logitsWithSoftmax_areProbabilities()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(
            Models.Identity(Models.Floats("N", "3"), Models.Floats("N", "3")), new() { Activation = OnnxActivation.Softmax });
        Gen.Float[-1000, 1000].Array[3].Sample(row =>
            Assert.That(model.Predict(row).Probabilities.ToArray(), Is.EqualTo(Models.ExpectedSoftmax(row)).Within(1e-6)));
        Assert.That(model.Predict([float.NaN, 0, 0]).ClassIndex, Is.EqualTo(-1));
        Assert.That(model.Predict([float.PositiveInfinity, 0, 0]).ClassIndex, Is.EqualTo(-1));
    }

    [Test]
    public void Predict_logitWithSigmoid_isTheSecondClass()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(
            Models.Identity(Models.Floats("N", "1"), Models.Floats("N", "1")), new() { Activation = OnnxActivation.Sigmoid });
        Gen.Float[-1000, 1000].Sample(logit =>
        {
            Classification answer = model.Predict([logit]);
            Assert.That(answer.Probabilities[1], Is.EqualTo(1 / (1 + Math.Exp(-logit))).Within(1e-6));
            Assert.That(answer.Probabilities[0] + answer.Probabilities[1], Is.EqualTo(1).Within(1e-6));
        });
        Assert.That(model.Predict([float.NaN]).ClassIndex, Is.EqualTo(-1));
    }
}
