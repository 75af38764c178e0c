using AISafety.Onnx.Tests.Support;
using CsCheck;
using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx.Tests;

public class BatchTests
{
    private static readonly Gen<float[][]> _rows = Gen.Float[-20, 20].Array[3].Array[0, 40];

    private static byte[][] EveryKind =>
    [
        Models.Softmax(), Models.Softmax("1"), Models.MixingRows(), Models.Reshaped(Models.Floats("?", "?"), 1, -1),
        Models.WithLabels(asText: true), Models.WithLabels(asText: false), Models.WithLabels(asText: true, column: true),
        Models.WithLabels(asText: false, column: true),
    ];

    [TestCaseSource(nameof(EveryKind))]
    public void PredictBatch_anyRows_answersAsSingly(byte[] bytes)
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(bytes, new() { MaxBatchSize = 16 });
        _rows.Sample(rows =>
        {
            Classification[] answers = new Classification[rows.Length];
            model.PredictBatch(rows, answers);
            for (int i = 0; i < rows.Length; i++)
            {
                Classification single = model.Predict(rows[i]);
                Assert.That(answers[i].ClassIndex, Is.EqualTo(single.ClassIndex));
                Assert.That(answers[i].Label, Is.EqualTo(single.Label));
                Assert.That(answers[i].Probabilities.ToArray(), Is.EqualTo(single.Probabilities.ToArray()).Within(1e-6));
            }
        }, iter: 30);
    }

    [Test]
    public async Task PredictBatchAsync_empty_doesNothing()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        Classification[] answers = new Classification[1];
        await model.PredictBatchAsync(ReadOnlyMemory<float[]>.Empty, answers);
        Assert.That(answers[0], Is.EqualTo(default(Classification)));
    }

    [Test]
    public void PredictBatchAsync_outputsTooShort_throws()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        Assert.That(
            async () => await model.PredictBatchAsync(new float[][] { [1, 2, 3], [1, 2, 3] }, new Classification[1]),
            Throws.ArgumentException.With.Message.Contains("room for 1 outputs; there are 2 inputs"));
    }

    [Test]
    public void PredictBatch_moreOutputsThanInputs_leavesTheRest()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        Classification[] answers = new Classification[4];
        model.PredictBatch([[1, 0, 0], [0, 1, 0]], answers);
        Assert.That(answers.Select(answer => answer.ClassIndex), Is.EqualTo(new[] { 0, 1, -1, -1 }));
    }

    [Test]
    public void PredictBatch_answersKept_areNotOverwrittenByLaterCalls()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax());
        Classification[] answers = new Classification[2];
        model.PredictBatch([[5, 0, 0], [0, 5, 0]], answers);
        float[] before = answers[0].Probabilities.ToArray();
        model.PredictBatch([[0, 0, 5], [0, 0, 5]], new Classification[2]);
        Assert.That(answers[0].Probabilities.ToArray(), Is.EqualTo(before));
    }

    [TestCaseSource(nameof(EveryKind))]
    public void Predict_sessionThatCannotBind_answersTheSame(byte[] bytes)
    {
        OnnxSource source = OnnxSource.Memory(bytes);
        InferenceSession session = source.Open(null);
        ClassifierPlan plan = PlanProbe.Complete(PlanReader.Read(source, session, new(), null), session, null);
        using OnnxClassifier<float[]> copying = new(plan with { CanBind = false }, session, RowWriter.ForArray, []);
        using OnnxClassifier<float[]> binding = OnnxModel.LoadClassifier(bytes);
        _rows.Sample(rows =>
        {
            Classification[] copied = new Classification[rows.Length];
            Classification[] bound = new Classification[rows.Length];
            copying.PredictBatch(rows, copied);
            binding.PredictBatch(rows, bound);
            Assert.That(copied, Is.EqualTo(bound));
        }, iter: 10);
    }
}
