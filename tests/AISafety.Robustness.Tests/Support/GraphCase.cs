using QuickStart.Train;
using Writer = QuickStart.Train.OnnxGraph;

namespace AISafety.Robustness.Tests;

/// <summary>A model file of a few nodes from <c>x</c> to <c>y</c>, with seeded constants.</summary>
internal sealed class GraphCase(string name, int[] shape, Action<GraphCase> nodes)
{
    private readonly Writer _graph = new("case");
    private int _constants;

    public int[] Shape => shape;

    public byte[] Write(string batch = "n")
    {
        _graph.Input("x", OnnxType.Tensor(OnnxType.Single, [batch, .. shape.Select(size => $"{size}")]));
        nodes(this);
        _graph.Output("y", OnnxType.TensorOfAnyShape(OnnxType.Single));
        return _graph.ToModel("test");
    }

    public GraphCase Node(string operation, string[] inputs, string output, params OnnxAttribute[] attributes)
    {
        _graph.Node(operation, inputs, [output], attributes);
        return this;
    }

    /// <summary>A constant of random numbers; its name.</summary>
    public string Numbers(params long[] dimensions) => Numbers(-1, 1, dimensions);

    public string Numbers(float least, float greatest, params long[] dimensions)
    {
        Random random = new(1000 + _constants);
        float[] values = new float[dimensions.Aggregate(1L, static (product, dimension) => product * dimension)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = least + (greatest - least) * (float)random.NextDouble();
        }

        string constant = $"c{_constants++}";
        _graph.Constant(OnnxConstant.Floats(constant, values, dimensions));
        return constant;
    }

    /// <summary>A constant of these numbers; its name.</summary>
    public string Exactly(float[] values, params long[] dimensions)
    {
        string constant = $"c{_constants++}";
        _graph.Constant(OnnxConstant.Floats(constant, values, dimensions));
        return constant;
    }

    public string Integers(params long[] values)
    {
        string constant = $"c{_constants++}";
        _graph.Constant(OnnxConstant.Integers(constant, values, values.Length));
        return constant;
    }

    public override string ToString() => name;
}
