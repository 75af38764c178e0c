using AISafety.Onnx.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx.Tests;

[NonParallelizable]
public class AllocationTests
{
    private const int Calls = 1000;
    private static readonly float[] _row = [1, 2, 3];

    private static byte[][] EveryKind => [Models.Softmax(), Models.WithLabels(asText: true), Models.WithLabels(asText: false)];

    [TestCaseSource(nameof(EveryKind))]
    public void Predict_warm_allocatesTheAnswersProbabilitiesOnly(byte[] bytes)
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(bytes);
        long answer = BytesACall(static () => GC.KeepAlive(new float[3]));
        Assert.That(BytesACall(() => model.Predict(_row)), Is.EqualTo(answer));
        Assert.That(BytesACall(() => model.PredictAsync(_row).GetAwaiter().GetResult()), Is.EqualTo(answer));
    }

    [Test]
    public void Predict_tokenOfOneSource_addsNothing()
    {
        using CancellationTokenSource source = new();
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        long answer = BytesACall(static () => GC.KeepAlive(new float[3]));
        Assert.That(BytesACall(() => model.Predict(_row, source.Token)), Is.EqualTo(answer));
    }

    [Test]
    public void PredictBatch_warm_allocatesTheAnswersProbabilitiesOnly()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax(), new() { MaxBatchSize = 8 });
        float[][] rows = [.. Enumerable.Repeat(_row, 8)];
        Classification[] answers = new Classification[8];
        long answer = BytesACall(static () => GC.KeepAlive(new float[3]));
        Assert.That(BytesACall(() => model.PredictBatch(rows, answers)), Is.EqualTo(8 * answer));
    }

    [Test]
    public void Predict_comparedWithTheBareRuntime_addsNoMoreThanTheAnswer()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        using InferenceSession session = new(Models.Softmax());
        using RunOptions options = new();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[] { 1, 2, 3 }, [1, 3]);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(new float[3], [1, 3]);
        string[] inputNames = ["x"];
        string[] outputNames = ["p"];
        OrtValue[] inputs = [input];
        OrtValue[] outputs = [output];
        long bare = BytesACall(() => session.Run(options, inputNames, inputs, outputNames, outputs));
        long ours = BytesACall(() => model.Predict(_row));
        long answer = BytesACall(static () => GC.KeepAlive(new float[3]));
        TestContext.Out.WriteLine($"bare Run: {bare} B a call; ours: {ours} B, of which the answer {answer} B");
        Assert.That(ours, Is.LessThanOrEqualTo(bare + answer));
    }

    private static long BytesACall(Action call)
    {
        for (int i = 0; i < Calls; i++)
        {
            call();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}
