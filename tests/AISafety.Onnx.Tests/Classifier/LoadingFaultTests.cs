using AISafety.Onnx.Tests.Support;
using NUnit.Framework.Constraints;
using QuickStart.Train;

namespace AISafety.Onnx.Tests;

/// <summary>Each thing that can be wrong with a model says what the model has and what was expected.</summary>
public class LoadingFaultTests
{
    [Test]
    public void LoadClassifier_noSuchFile_throws()
    {
        Assert.That(() => OnnxModel.LoadClassifier("nowhere/model.onnx"), Fault("ONNX model 'model.onnx': there is no file 'nowhere/model.onnx'"));
        Assert.That(() => OnnxModel.LoadTensors("nowhere/model.onnx"), Fault("there is no file"));
    }

    [Test]
    public void LoadClassifier_folder_throws() =>
        Assert.That(() => OnnxModel.LoadClassifier(TestContext.CurrentContext.WorkDirectory), Fault("there is no file"));

    [TestCase("")]
    [TestCase(" ")]
    [TestCase(null)]
    public void LoadClassifier_blankPath_throws(string? path) =>
        Assert.That(() => OnnxModel.LoadClassifier(path!), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void LoadClassifier_noBytes_throws() => Assert.That(() => OnnxModel.LoadClassifier(Array.Empty<byte>()), Fault("there are no bytes"));

    [Test]
    public void LoadClassifier_noModel_throws() =>
        Assert.That(() => OnnxModel.LoadClassifier("not a model"u8.ToArray()), Fault("ONNX Runtime cannot load it"));

    [Test]
    public void LoadClassifier_nullSchema_throws() =>
        Assert.That(() => OnnxModel.LoadClassifier(Models.Softmax(), (FeatureSchema<string>)null!), Throws.ArgumentNullException);

    [Test]
    public void LoadClassifier_severalInputs_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.TwoInputs()),
        Fault("2 inputs: 'a' (float [N, 1]), 'b' (float [N, 1]); expected one", "LoadTensors"));

    [TestCase(OnnxType.Double, "double [N, 3]")]
    [TestCase(OnnxType.Int64, "int64 [N, 3]")]
    [TestCase(OnnxType.Text, "string [N, 3]")]
    public void LoadClassifier_inputOfAnotherType_throws(int type, string described) => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Identity(OnnxType.Tensor(type, "N", "3"), OnnxType.Tensor(type, "N", "3"))),
        Fault($"the input is 'x' ({described}); expected float [N, features]"));

    [Test]
    public void LoadClassifier_inputOfAnotherRank_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Identity(Models.Floats("N", "3", "4"), Models.Floats("N", "3", "4"))),
        Fault("the input is 'x' (float [N, 3, 4]); expected rank 2"));

    [Test]
    public void LoadClassifier_fixedBatch_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax("8")),
        Fault("the input is 'x' (float [8, 3]); expected a first dimension that is symbolic, or 1"));

    [Test]
    public void LoadClassifier_widthNotStated_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax("N", "?")),
        Fault("'x' (float [N, ?])", "does not say how many features", "ExpectedWidth"));

    [Test]
    public void LoadClassifier_otherWidthThanExpected_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(), new() { ExpectedWidth = 4 }),
        Fault("the input is 'x' (float [N, 3]); expected 4 features"));

    [Test]
    public void LoadClassifier_otherWidthThanSchema_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(), FeatureSchema.ForVector("a", "b")),
        Fault("the input is 'x' (float [N, 3]); expected 2 features"));

    [Test]
    public void LoadClassifier_swappedFeatures_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(metadata: ("feature_names", "age, income, debt")), FeatureSchema.ForVector("age", "debt", "income")),
        Fault("feature 1 is 'income', but the schema's is 'debt'", "CheckFeatureNames"));

    [Test]
    public void LoadClassifier_swappedFeaturesNotChecked_loads()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(
            Models.Softmax(metadata: ("feature_names", "age, income")),
            FeatureSchema.ForVector("age", "debt", "income"),
            new() { CheckFeatureNames = false });
        Assert.That(model.FeatureNames, Is.Empty);
    }

    [Test]
    public void LoadClassifier_featureNamesOfAnotherNumber_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(metadata: ("feature_names", "age, income"))),
        Fault("'feature_names' has 2 names; the input has 3 features"));

    [Test]
    public void LoadClassifier_zipMap_saysHowToConvert() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.ZipMap()),
        Fault("no output is a float tensor; it has 'output_probability' (sequence)", "'zipmap': False"));

    [Test]
    public void LoadClassifier_zipMapByName_saysHowToConvert() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.ZipMap(), new() { ProbabilityOutput = "output_probability" }),
        Fault("'output_probability' (sequence)", "'zipmap': False"));

    [Test]
    public void LoadClassifier_doubleOutput_throws()
    {
        byte[] model = new OnnxGraph("double")
            .Node("Cast", ["x"], ["y"], OnnxAttribute.Integer("to", OnnxType.Double))
            .Input("x", Models.Floats("N", "3")).Output("y", OnnxType.Tensor(OnnxType.Double, "N", "3")).ToModel("tests");
        Assert.That(() => OnnxModel.LoadClassifier(model), Fault("'y' (double [N, 3])", "expected probabilities, float [N, k]", "Cast"));
    }

    [Test]
    public void LoadClassifier_severalFloatOutputs_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.WithOutputs("a", "b")),
        Fault("2 float outputs: 'a' (float [N, 3]), 'b' (float [N, 3])", "ProbabilityOutput"));

    [Test]
    public void LoadClassifier_unknownProbabilityOutput_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(), new() { ProbabilityOutput = "q" }),
        Fault("ProbabilityOutput names 'q', but the outputs are 'p' (float [N, 3])"));

    [Test]
    public void LoadClassifier_unknownLabelOutput_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(), new() { LabelOutput = "q" }), Fault("LabelOutput names 'q'"));

    [Test]
    public void LoadClassifier_labelOutputThatIsNone_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.WithLabels(true), new() { LabelOutput = "p" }),
        Fault("the output is 'p' (float [N, 3]); expected labels, int64 [N] or string [N]"));

    [Test]
    public void LoadClassifier_outputOfAnotherRank_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Reshaped(Models.Floats("?", "?", "?"), 1, 3, -1)),
        Fault("the output 'p' of one row has the shape [1, 3, 1]; expected [1, k]"));

    [Test]
    public void LoadClassifier_outputOfAnotherLength_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Reshaped(Models.Floats("?"), -1)),
        Fault("the output 'p' of one row has the shape [3]; expected [1, k]"));

    [Test]
    public void LoadClassifier_otherNumberOfLabels_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(), new() { Labels = ["a", "b"] }),
        Fault("makes 3 classes, but 2 labels are given: a, b"));

    [Test]
    public void LoadClassifier_otherNumberOfLabelsInMetadata_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(metadata: ("class_labels", """["a","b"]"""))), Fault("2 labels are given: a, b"));

    [TestCase("[1, 2, 3]")]
    [TestCase("['a', 'b', 'c']")]
    [TestCase("[")]
    public void LoadClassifier_labelsInMetadataMalformed_throws(string text) => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(metadata: ("class_labels", text))), Fault("'class_labels' is not a JSON array of strings"));

    [TestCase("a,,c")]
    [TestCase("a,b,a")]
    public void LoadClassifier_labelsInMetadataBlankOrTwice_throws(string text) => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(metadata: ("class_labels", text))), Fault("'class_labels' has a blank name"));

    [Test]
    public void LoadClassifier_logitsTakenForProbabilities_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(
            Models.Identity(Models.Floats("N", "3"), Models.Floats("N", "3")), new() { ProbeRow = new float[] { 2.5f, -1, 0 } }),
        Fault("the output 'y' is not probabilities: its 3 numbers for one row lie between -1 and 2.5 and sum to 1.5", "Activation"));

    [Test]
    public void LoadClassifier_softmaxOfOneNumber_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Sigmoid(2), new() { Activation = OnnxActivation.Softmax }), Fault("[1, 1]", "Use Sigmoid"));

    [Test]
    public void LoadClassifier_sigmoidOfSeveralNumbers_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(), new() { Activation = OnnxActivation.Sigmoid }), Fault("[1, 3]", "Use Softmax"));

    [Test]
    public void LoadClassifier_failsOnTheProbe_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.FailingBelowZero(), new() { ProbeRow = new float[] { 1, -5, 0 } }),
        Fault("it fails on a row of 3 numbers", "ProbeRow", "ONNX Runtime said"));

    [Test]
    public void LoadClassifier_probeOfAnotherLength_throws() => Assert.That(
        () => OnnxModel.LoadClassifier(Models.Softmax(), new() { ProbeRow = new float[] { 1 } }), Fault("ProbeRow has 1 numbers; the model expects 3"));

    [Test]
    public void LoadClassifier_optionOutOfRange_throws()
    {
        Assert.That(() => Load(new() { ExpectedWidth = 0 }), Throws.ArgumentException.With.Message.Contains("ExpectedWidth is 0; expected at least 1"));
        Assert.That(() => Load(new() { MaxBatchSize = 0 }), Throws.ArgumentException.With.Message.Contains("MaxBatchSize is 0; expected at least 1"));
        Assert.That(() => Load(new() { Activation = (OnnxActivation)7 }), Throws.ArgumentException.With.Message.Contains("Activation is 7"));
        Assert.That(() => Load(new() { Labels = ["a", "b", " "] }), Throws.ArgumentException.With.Message.Contains("blank name"));
        Assert.That(() => Load(new() { Labels = ["a", "b", "a"] }), Throws.ArgumentException.With.Message.Contains("twice"));
        Assert.That(
            () => OnnxModel.LoadClassifier(Models.Softmax(), FeatureSchema.ForVector("a", "b", "c"), new() { ExpectedWidth = 4 }),
            Throws.ArgumentException.With.Message.Contains("ExpectedWidth is 4, but the schema writes 3 numbers"));
    }

    private static OnnxClassifier<float[]> Load(OnnxClassifierOptions options) => OnnxModel.LoadClassifier(Models.Softmax(), options);

    private static Constraint Fault(params string[] parts)
    {
        Constraint fault = Throws.TypeOf<OnnxModelException>().With.Message.Contains(parts[0]);
        return parts[1..].Aggregate(fault, (all, part) => all.And.Message.Contains(part));
    }
}
