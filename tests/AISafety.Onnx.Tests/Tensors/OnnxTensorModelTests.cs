using AISafety.Onnx.Tests.Support;
using QuickStart.Train;

namespace AISafety.Onnx.Tests;

public class OnnxTensorModelTests
{
    private static readonly OnnxTensor _ids = OnnxTensor.Create([1L, 2, 3, 4], 2, 2);
    private static readonly OnnxTensor _scale = OnnxTensor.Create([0.5f]);
    private static readonly OnnxTensor _words = OnnxTensor.Create(["blüe", ""], 2);

    [Test]
    public async Task PredictAsync_tensors_givesEveryOutput()
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.Tensors());
        OnnxTensors answer = await model.PredictAsync(new(("ids", _ids), ("scale", _scale), ("words", _words)));
        Assert.That(answer.Names, Is.EqualTo(new[] { "sum", "scaled", "said" }));
        Assert.That(answer["sum"].Read<long>().ToArray(), Is.EqualTo(new long[] { 2, 4, 6, 8 }));
        Assert.That(answer["sum"].Shape.ToArray(), Is.EqualTo(new long[] { 2, 2 }));
        Assert.That(answer["scaled"].Read<float>().ToArray(), Is.EqualTo(new[] { 0.5f, 1, 1.5f, 2 }));
        Assert.That(answer["said"].Read<string>().ToArray(), Is.EqualTo(new[] { "blüe", "" }));
    }

    [TestCase(OnnxType.Double)]
    [TestCase(OnnxType.Int32)]
    [TestCase(OnnxType.Boolean)]
    public void Predict_otherTypes_roundTrip(int type)
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.Identity(OnnxType.Tensor(type, "N"), OnnxType.Tensor(type, "N")));
        OnnxTensor tensor = type switch
        {
            OnnxType.Double => OnnxTensor.Create([0.1, -3], 2),
            OnnxType.Int32 => OnnxTensor.Create([7, -3], 2),
            _ => OnnxTensor.Create([true, false], 2),
        };
        OnnxTensor answer = model.Predict(new(("x", tensor)))["y"];
        Assert.That(answer.ToString(), Is.EqualTo(tensor.ToString()));
        Assert.That(answer.ElementType, Is.EqualTo(tensor.ElementType));
        Assert.That(
            type != OnnxType.Double || answer.Read<double>().SequenceEqual(tensor.Read<double>()), Is.True);
    }

    [Test]
    public void Predict_outputsChosen_givesThese()
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.Tensors(), new() { Outputs = ["said", "sum"] });
        Assert.That(model.Outputs.Select(output => output.Name), Is.EqualTo(new[] { "said", "sum" }));
        Assert.That(model.Predict(new(("ids", _ids), ("scale", _scale), ("words", _words))).Names, Is.EqualTo(new[] { "said", "sum" }));
    }

    [Test]
    public void Inputs_model_areDescribed()
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.Tensors());
        Assert.That(model.Inputs[0].ToString(), Is.EqualTo("'ids' (int64 [N, 2])"));
        Assert.That(model.Inputs[0].ElementType, Is.EqualTo(typeof(long)));
        Assert.That(model.Inputs[0].Dimensions, Is.EqualTo(new[] { -1, 2 }));
    }

    [Test]
    public void Predict_inputMissing_throws()
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.Tensors());
        Assert.That(
            () => model.Predict(new(("ids", _ids), ("scale", _scale))),
            Throws.ArgumentException.With.Message.Contains("The input 'words' (string [W]) is missing. There is: 'ids' (int64 [2, 2]), 'scale' (float [])"));
    }

    [Test]
    public void Predict_inputUnknown_throws()
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.Tensors());
        Assert.That(
            () => model.Predict(new(("ids", _ids), ("scale", _scale), ("words", _words), ("more", _scale))),
            Throws.ArgumentException.With.Message.Contains("no input called 'more'. It has: 'ids' (int64 [N, 2])"));
    }

    [Test]
    public void Predict_inputOfAnotherKind_throws()
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.Tensors());
        foreach (OnnxTensor wrong in (OnnxTensor[])[OnnxTensor.Create([1f, 2], 1, 2), OnnxTensor.Create([1L, 2], 2), OnnxTensor.Create([1L, 2, 3], 1, 3)])
        {
            Assert.That(
                () => model.Predict(new(("ids", wrong), ("scale", _scale), ("words", _words))),
                Throws.ArgumentException.With.Message.Contains($"The input 'ids' is {wrong}; the model expects 'ids' (int64 [N, 2])."));
        }
    }

    [Test]
    public void Predict_null_throws()
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.Tensors());
        Assert.That(() => model.Predict(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Predict_runFails_throwsOnnxModelException()
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.FailingBelowZero());
        Assert.That(() => model.Predict(new(("x", OnnxTensor.Create([1f, -5, 0], 1, 3)))), Throws.TypeOf<OnnxModelException>());
    }

    [Test]
    public void LoadTensors_outputThatIsNoTensor_throws() => Assert.That(
        () => OnnxModel.LoadTensors(Models.ZipMap()),
        Throws.TypeOf<OnnxModelException>().With.Message.Contains("the output is 'output_probability' (sequence); expected a tensor of float"));

    [Test]
    public void LoadTensors_inputOfUnsupportedType_throws() => Assert.That(
        () => OnnxModel.LoadTensors(Models.Identity(OnnxType.Tensor(10, "N"), OnnxType.Tensor(10, "N"))),
        Throws.TypeOf<OnnxModelException>().With.Message.Contains("the input is 'x' (float16 [N])"));

    [Test]
    public void LoadTensors_unknownOutput_throws() => Assert.That(
        () => OnnxModel.LoadTensors(Models.Tensors(), new() { Outputs = ["sum", "product"] }),
        Throws.TypeOf<OnnxModelException>().With.Message.Contains("Outputs names 'product', but the outputs are 'sum' (int64 [N, 2])"));

    [Test]
    public void LoadTensors_noOrDoubleOutputs_throws()
    {
        Assert.That(() => OnnxModel.LoadTensors(Models.Tensors(), new() { Outputs = [] }), Throws.TypeOf<OnnxModelException>());
        Assert.That(() => OnnxModel.LoadTensors(Models.Tensors(), new() { Outputs = ["sum", "sum"] }), Throws.TypeOf<OnnxModelException>());
        Assert.That(() => OnnxModel.LoadTensors(Models.Tensors(), new() { Outputs = [null!] }), Throws.TypeOf<OnnxModelException>());
    }

    [Test]
    public void WithSafety_tensorModel_infersItsTypes()
    {
        using OnnxTensorModel model = OnnxModel.LoadTensors(Models.Tensors());
        SafeModel<OnnxTensors, OnnxTensors> safe = model.WithSafety(safety => safety.AddColumn("sum", (input, output) => output["sum"].Length));
        Assert.That(safe, Is.Not.Null);
    }
}
