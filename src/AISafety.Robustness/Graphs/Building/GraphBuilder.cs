using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>Makes a graph of an ONNX file: shapes are computed for a batch of one, operators become the few kinds of nodes.</summary>
/// <remarks>What each operator means: the ONNX operator schemas, versions 7 and later.</remarks>
internal sealed partial class GraphBuilder<T>(OnnxFile file)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int LeastVersion = 7;

    private readonly Dictionary<string, GraphValue> _values = new(StringComparer.Ordinal);
    private readonly List<int> _lengths = [];
    private readonly List<GraphNode<T>> _nodes = [];

    /// <exception cref="OnnxGraphException">Something is not supported.</exception>
    public Graph<T> Build()
    {
        if (file.Version < LeastVersion)
        {
            throw new OnnxGraphException($"The file has version {file.Version} of the operator set (or states none); expected {LeastVersion} or later: before, operators meant something else.");
        }

        foreach (OnnxTensorData constant in file.Constants.Values)
        {
            _values[constant.Name] = new(-1, constant.Shape, constant);
        }

        if (file.Inputs.Count != 1 || file.Outputs.Count != 1)
        {
            throw new OnnxGraphException($"The graph has {file.Inputs.Count} inputs and {file.Outputs.Count} outputs; expected one of each.");
        }

        GraphValue input = Declare(file.Inputs[0].Name, InputShape(file.Inputs[0]));
        foreach (OnnxNode node in file.Nodes)
        {
            Add(node);
        }

        if (!_values.TryGetValue(file.Outputs[0].Name, out GraphValue? output) || output.Constant is not null)
        {
            throw new OnnxGraphException($"Output '{file.Outputs[0].Name}' is computed by no node from the input.");
        }

        HashSet<int> needed = [output.Index];
        List<GraphNode<T>> used = [];
        foreach (GraphNode<T> node in Enumerable.Reverse(_nodes).Where(node => needed.Contains(node.Output)))
        {
            needed.UnionWith(node.Inputs);
            used.Add(node);
        }

        used.Reverse();
        return new([.. _lengths], [.. Fusion.Fuse(used, output.Index)], input.Index, output.Index);
    }

    private static int[] InputShape(OnnxValueInfo input)
    {
        if (input.ElementType != 1 || input.Shape is null)
        {
            throw new OnnxGraphException($"Input '{input.Name}' has element type {input.ElementType}{(input.Shape is null ? " and no shape" : "")}; expected floats (1) of a stated shape.");
        }

        int[] shape = new int[input.Shape.Length];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            long size = input.Shape[axis];
            bool isBatch = axis == 0 && shape.Length > 1 && size is -1 or 0;
            shape[axis] = isBatch ? 1 : size is > 0 and <= int.MaxValue ? (int)size
                : throw new OnnxGraphException($"Input '{input.Name}': dimension {axis} is not fixed; expected so for all but the first, the batch.");
        }

        if (shape.Length > 1 && shape[0] != 1 && shape.Skip(1).Any(static size => size != 1))
        {
            throw new OnnxGraphException($"Input '{input.Name}' has a fixed batch of {shape[0]} (shape {Shapes.Text(shape)}); expected 1, or a batch that is not fixed.");
        }

        return shape;
    }

    private void Add(OnnxNode node)
    {
        if (node.Domain is not ("" or "ai.onnx"))
        {
            throw node.Fault($"is of the operator set '{node.Domain}'; expected the default one");
        }

        switch (node.Operator)
        {
            case "Constant": AddConstant(node); break;
            case "Identity": Rename(node, Value(node, 0).Shape); break;
            case "Dropout": AddDropout(node); break;
            case "Reshape": AddReshape(node); break;
            case "Flatten": AddFlatten(node); break;
            case "Squeeze": AddSqueeze(node); break;
            case "Unsqueeze": AddUnsqueeze(node); break;
            case "Transpose": AddTranspose(node); break;
            case "Gemm": AddGemm(node); break;
            case "MatMul": AddMatMul(node); break;
            case "Add": AddSum(node, isDifference: false); break;
            case "Sub": AddSum(node, isDifference: true); break;
            case "Mul": AddScale(node, isQuotient: false); break;
            case "Div": AddScale(node, isQuotient: true); break;
            case "BatchNormalization": AddBatchNormalization(node); break;
            case "Conv": AddConvolution(node); break;
            case "AveragePool" or "GlobalAveragePool": AddAveragePool(node); break;
            case "MaxPool" or "GlobalMaxPool": AddMaxPool(node); break;
            case "Relu": AddActivation(node, Activation.Relu, 0); break;
            case "LeakyRelu": AddLeakyRelu(node); break;
            case "Sigmoid": AddActivation(node, Activation.Sigmoid, 0); break;
            case "Tanh": AddActivation(node, Activation.Tanh, 0); break;
            case "Softmax" or "LogSoftmax": AddSoftmax(node); break;
            default: throw node.Fault("has an operator that is not supported");
        }
    }

    private GraphValue Value(OnnxNode node, int at)
    {
        if (at >= node.Inputs.Count || node.Inputs[at].Length == 0)
        {
            throw node.Fault($"has no input {at}");
        }

        return _values.TryGetValue(node.Inputs[at], out GraphValue? value) ? value
            : throw node.Fault($"reads '{node.Inputs[at]}', which nothing before it computes");
    }

    /// <summary>A value that depends on the input.</summary>
    private GraphValue Activations(OnnxNode node, int at) => Value(node, at) is { Constant: null } value ? value
        : throw node.Fault($"has the constant '{node.Inputs[at]}' as input {at}; expected a value that depends on the graph's input");

    private OnnxTensorData Floats(OnnxNode node, int at) => Value(node, at).Constant is { IsFloat: true } constant ? constant
        : throw node.Fault($"has '{node.Inputs[at]}' as input {at}; expected a constant of floats");

    private int[] Integers(OnnxNode node, int at) => Value(node, at).Constant is { IsFloat: false } constant
        ? [.. constant.Integers.Select(value => (int)Math.Clamp(value, int.MinValue, int.MaxValue))]
        : throw node.Fault($"has '{node.Inputs[at]}' as input {at}; expected a constant of whole numbers");

    private static bool HasInput(OnnxNode node, int at) => at < node.Inputs.Count && node.Inputs[at].Length > 0;

    private GraphValue Declare(string name, int[] shape)
    {
        _lengths.Add(Shapes.Length(shape, $"Value '{name}'"));
        if (_lengths[^1] == 0)
        {
            throw new OnnxGraphException($"Value '{name}' has the shape {Shapes.Text(shape)}: it is empty.");
        }

        return _values[name] = new(_lengths.Count - 1, shape, null);
    }

    private int DeclareOutput(OnnxNode node, int[] shape)
    {
        if (node.Outputs.Skip(1).Any(name => name.Length > 0 && file.Nodes.Exists(other => other.Inputs.Contains(name))))
        {
            throw node.Fault("has a second output that another node reads; expected one output");
        }

        return Declare(node.Outputs[0], shape).Index;
    }

    private void AddAffine(OnnxNode node, GraphValue input, int[] shape, LinearMap<T> map, T[]? bias) =>
        _nodes.Add(new AffineNode<T>(node.ToString(), input.Index, DeclareOutput(node, shape), map, bias));

    private static T Number(float value) => T.CreateChecked(value);
}
