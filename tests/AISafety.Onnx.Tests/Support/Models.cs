using System.Globalization;
using QuickStart.Train;

namespace AISafety.Onnx.Tests.Support;

/// <summary>Small ONNX models, made where they are used.</summary>
internal static class Models
{
    /// <summary>The names of the classes of the models with labels.</summary>
    public static readonly string[] Names = ["red", "green", "blüe"];

    /// <summary>x [N, 3] to p = softmax(x).</summary>
    public static byte[] Softmax(string batch = "N", string width = "3", params ReadOnlySpan<(string, string)> metadata) =>
        new OnnxGraph("softmax")
            .Node("Softmax", ["x"], ["p"], OnnxAttribute.Integer("axis", 1))
            .Input("x", Floats(batch, width))
            .Output("p", Floats(batch, width))
            .ToModel("tests", metadata);

    /// <summary>One input x to one output y with the same content.</summary>
    public static byte[] Identity(OnnxType input, OnnxType output) =>
        new OnnxGraph("identity").Node("Identity", ["x"], ["y"]).Input("x", input).Output("y", output).ToModel("tests");

    /// <summary>x [N, 1] to p = sigmoid(x), [N, 1] or [N].</summary>
    public static byte[] Sigmoid(int rank)
    {
        OnnxGraph graph = new OnnxGraph("sigmoid").Node("Sigmoid", ["x"], [rank == 1 ? "column" : "p"]).Input("x", Floats("N", "1"));
        return rank == 1
            ? graph.Constant(OnnxConstant.Integers("axes", [1], 1)).Node("Squeeze", ["column", "axes"], ["p"]).Output("p", Floats("N")).ToModel("tests")
            : graph.Output("p", Floats("N", "1")).ToModel("tests");
    }

    /// <summary>x [N, 3] to p = softmax(x) and the label of its top class, as text or as 10, 20, 30; its shape is [N] or [N, 1].</summary>
    public static byte[] WithLabels(bool asText, bool column = false)
    {
        OnnxGraph graph = new OnnxGraph("labels")
            .Node("Softmax", ["x"], ["p"], OnnxAttribute.Integer("axis", 1))
            .Node("ArgMax", ["p"], ["top"], OnnxAttribute.Integer("axis", 1), OnnxAttribute.Integer("keepdims", column ? 1 : 0))
            .Node("Gather", ["names", "top"], ["label"])
            .Constant(asText ? OnnxConstant.Texts("names", Names, 3) : OnnxConstant.Integers("names", [10, 20, 30], 3))
            .Input("x", Floats("N", "3"));
        string[] shape = column ? ["N", "1"] : ["N"];
        return graph
            .Output("label", OnnxType.Tensor(asText ? OnnxType.Text : OnnxType.Int64, shape))
            .Output("p", Floats("N", "3"))
            .ToModel("tests");
    }

    /// <summary>x [N, 3] to several copies of softmax(x).</summary>
    public static byte[] WithOutputs(params string[] outputs)
    {
        OnnxGraph graph = new OnnxGraph("outputs").Input("x", Floats("N", "3"));
        foreach (string output in outputs)
        {
            graph.Node("Softmax", ["x"], [output], OnnxAttribute.Integer("axis", 1)).Output(output, Floats("N", "3"));
        }

        return graph.ToModel("tests");
    }

    /// <summary>Two inputs of one column each to their softmax.</summary>
    public static byte[] TwoInputs() =>
        new OnnxGraph("two")
            .Node("Concat", ["a", "b"], ["x"], OnnxAttribute.Integer("axis", 1))
            .Node("Softmax", ["x"], ["p"], OnnxAttribute.Integer("axis", 1))
            .Input("a", Floats("N", "1"))
            .Input("b", Floats("N", "1"))
            .Output("p", Floats("N", "2"))
            .ToModel("tests");

    /// <summary>x [N, 3] to a sequence of maps from 0, 1, 2 to probabilities, as scikit-learn's converter makes it.</summary>
    public static byte[] ZipMap() =>
        new OnnxGraph("zipmap")
            .Node("Softmax", ["x"], ["p"], OnnxAttribute.Integer("axis", 1))
            .Node("ai.onnx.ml:ZipMap", ["p"], ["output_probability"], OnnxAttribute.Integers("classlabels_int64s", 0, 1, 2))
            .Input("x", Floats("N", "3"))
            .Output("output_probability", OnnxType.SequenceOfMaps(OnnxType.Int64, OnnxType.Single))
            .ToModel("tests");

    /// <summary>x [N, 3] to one reshape of softmax(x): a graph that states a symbolic batch, but has something else inside.</summary>
    public static byte[] Reshaped(OnnxType output, params long[] shape) =>
        new OnnxGraph("reshaped")
            .Node("Softmax", ["x"], ["flat"], OnnxAttribute.Integer("axis", 1))
            .Node("Reshape", ["flat", "shape"], ["p"])
            .Constant(OnnxConstant.Integers("shape", shape, shape.Length))
            .Input("x", Floats("N", "3"))
            .Output("p", output)
            .ToModel("tests");

    /// <summary>x [N, 3] to softmax(x) / N: right for one row, and dependent on the others for more.</summary>
    public static byte[] MixingRows() =>
        new OnnxGraph("mixing")
            .Node("Softmax", ["x"], ["q"], OnnxAttribute.Integer("axis", 1))
            .Node("ReduceSum", ["q"], ["rows"], OnnxAttribute.Integer("keepdims", 0))
            .Node("Div", ["q", "rows"], ["p"])
            .Input("x", Floats("N", "3"))
            .Output("p", Floats("N", "3"))
            .ToModel("tests");

    /// <summary>x [N, 3] to softmax(x), unless a value is negative: then the graph asks for an element that is not there.</summary>
    public static byte[] FailingBelowZero() =>
        new OnnxGraph("failing")
            .Node("ReduceMin", ["x"], ["least"], OnnxAttribute.Integer("keepdims", 0))
            .Node("Cast", ["least"], ["index"], OnnxAttribute.Integer("to", OnnxType.Int64))
            .Node("Gather", ["zero", "index"], ["nothing"])
            .Node("Add", ["x", "nothing"], ["same"])
            .Node("Softmax", ["same"], ["p"], OnnxAttribute.Integer("axis", 1))
            .Constant(OnnxConstant.Floats("zero", [0], 1))
            .Input("x", Floats("N", "3"))
            .Output("p", Floats("N", "3"))
            .ToModel("tests");

    /// <summary>x [N, 3] to softmax(x) after as many loops as its first number says: a run that only a token can end.</summary>
    public static byte[] Looping()
    {
        OnnxGraph body = new OnnxGraph("body")
            .Node("Identity", ["go"], ["goOn"])
            .Node("Add", ["state", "tiny"], ["sum"])
            .Node("Sub", ["sum", "tiny"], ["next"])
            .Constant(OnnxConstant.Floats("tiny", [0]))
            .Input("i", OnnxType.Tensor(OnnxType.Int64))
            .Input("go", OnnxType.Tensor(OnnxType.Boolean))
            .Input("state", Floats("N", "3"))
            .Output("goOn", OnnxType.Tensor(OnnxType.Boolean))
            .Output("next", Floats("N", "3"));
        return new OnnxGraph("looping")
            .Node("ReduceMax", ["x"], ["most"], OnnxAttribute.Integer("keepdims", 0))
            .Node("Cast", ["most"], ["count"], OnnxAttribute.Integer("to", OnnxType.Int64))
            .Node("Loop", ["count", "yes", "x"], ["last"], OnnxAttribute.Graph("body", body))
            .Node("Softmax", ["last"], ["p"], OnnxAttribute.Integer("axis", 1))
            .Constant(OnnxConstant.Boolean("yes", true))
            .Input("x", Floats("N", "3"))
            .Output("p", Floats("N", "3"))
            .ToModel("tests");
    }

    /// <summary>Tensors of every kind: ids int64 [N, 2], scale float, words string [W] to sum int64 [N, 2], scaled float [N, 2] and the words.</summary>
    public static byte[] Tensors() =>
        new OnnxGraph("tensors")
            .Node("Add", ["ids", "ids"], ["sum"])
            .Node("Cast", ["ids"], ["asFloat"], OnnxAttribute.Integer("to", OnnxType.Single))
            .Node("Mul", ["asFloat", "scale"], ["scaled"])
            .Node("Identity", ["words"], ["said"])
            .Input("ids", OnnxType.Tensor(OnnxType.Int64, "N", "2"))
            .Input("scale", OnnxType.Tensor(OnnxType.Single))
            .Input("words", OnnxType.Tensor(OnnxType.Text, "W"))
            .Output("sum", OnnxType.Tensor(OnnxType.Int64, "N", "2"))
            .Output("scaled", Floats("N", "2"))
            .Output("said", OnnxType.Tensor(OnnxType.Text, "W"))
            .ToModel("tests");

    public static OnnxType Floats(params ReadOnlySpan<string> shape) => OnnxType.Tensor(OnnxType.Single, shape);

    /// <summary>The softmax of a row, computed the plain way in double precision.</summary>
    public static double[] ExpectedSoftmax(float[] row)
    {
        double max = row.Max();
        double sum = row.Sum(x => Math.Exp(x - max));
        return [.. row.Select(x => Math.Exp(x - max) / sum)];
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
