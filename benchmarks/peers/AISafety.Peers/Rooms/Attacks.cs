using AISafety.Robustness;
using QuickStart.Train;
using OnnxGraph = AISafety.Robustness.OnnxGraph;

namespace AISafety.Peers.Rooms;

/// <summary>Projected gradient descent on a network of three dense layers, the shape of an MNIST classifier.</summary>
internal static class Attacks
{
    private const int Pixels = 784;
    private const int Hidden = 256;
    private const int Classes = 10;
    private const int Steps = 40;
    private const float Epsilon = 0.01f;

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int rows = Math.Max(64, bench.Sizes.TenThousand / 10);
        yield return new($"PGD-{Steps}, {Sizes.Text(rows)} rows of {Pixels}, network of {Pixels}-{Hidden}-{Hidden}-{Classes}", () => Pgd(bench, rows));
    }

    private static Operation Pgd(Bench bench, int count)
    {
        Input<float> first = Weights(bench, Pixels, Hidden, 71);
        Input<float> second = Weights(bench, Hidden, Hidden, 72);
        Input<float> third = Weights(bench, Hidden, Classes, 73);
        Input<float> rows = bench.Inputs.Get($"pixels-{count}", () => Array.ConvertAll(bench.NormalFloats(count * Pixels, 74).Values, static value => 1 / (1 + MathF.Exp(-value))));
        OnnxGraph model = Network(first.Values, second.Values, third.Values);
        Input<int> labels = bench.Inputs.Get($"answers-{count}", () => Answers(model, rows.Values));
        Pgd attack = new() { Budget = AttackBudget.LInfinity(Epsilon), Steps = Steps, RandomStart = false, StopsEarly = false };
        AttackResult? result = null;
        double work = 2.0 * (Steps + 0.5) * count * ((Pixels * Hidden) + (Hidden * Hidden) + (Hidden * Classes));
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => result = attack.RunAsync(model, rows.Values, labels.Values).AsTask().GetAwaiter().GetResult(), () => [result!.Accuracy]),
            Peers =
            [
                bench.HandWritten(
                    "products of all rows", "attacks.pgd", [rows.File, labels.File, first.File, second.File, third.File, Bench.Number(Epsilon), Bench.Number(Steps)]),
            ],
            Tolerance = 0.02,
            Limit = new(4.0 * count * Pixels, work * sizeof(float)),
            Note = "Weights and pixels are drawn. All steps of all rows on both sides: ours, by default, stops where a row is broken. The answer is the accuracy that is left.",
        };
    }

    private static Input<float> Weights(Bench bench, int inputs, int outputs, int seed)
    {
        float scale = MathF.Sqrt(2f / inputs);
        return bench.Inputs.Get($"weights-{inputs}-{outputs}", () => Array.ConvertAll(bench.NormalFloats(inputs * outputs, seed).Values, value => scale * value));
    }

    private static int[] Answers(OnnxGraph model, float[] rows)
    {
        float[] scores = new float[rows.Length / Pixels * Classes];
        model.Score(rows, scores);
        return [.. scores.Chunk(Classes).Select(static row => Array.IndexOf(row, row.Max()))];
    }

    private static OnnxGraph Network(float[] first, float[] second, float[] third) => OnnxGraph.Load(
        new QuickStart.Train.OnnxGraph("network")
            .Constant(OnnxConstant.Floats("a", first, Pixels, Hidden))
            .Constant(OnnxConstant.Floats("b", second, Hidden, Hidden))
            .Constant(OnnxConstant.Floats("c", third, Hidden, Classes))
            .Input("x", OnnxType.Tensor(OnnxType.Single, "n", "784"))
            .Output("z", OnnxType.Tensor(OnnxType.Single, "n", "10"))
            .Node("MatMul", ["x", "a"], ["xa"]).Node("Relu", ["xa"], ["r"]).Node("MatMul", ["r", "b"], ["rb"]).Node("Relu", ["rb"], ["s"]).Node("MatMul", ["s", "c"], ["z"])
            .ToModel("AISafety"));
}
