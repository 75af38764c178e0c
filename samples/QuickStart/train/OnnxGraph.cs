namespace QuickStart.Train;

/// <summary>Builds an ONNX graph node by node and writes it as a model file.</summary>
/// <remarks>The numbers are the field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</remarks>
internal sealed class OnnxGraph(string name)
{
    private readonly ProtoWriter _graph = new ProtoWriter().Text(2, name);

    /// <summary>Adds a computation.</summary>
    /// <param name="operation">The operator, with its domain before a colon if that is not the default one: <c>ai.onnx.ml:ZipMap</c>.</param>
    /// <param name="inputs">Names of values; an empty name leaves an optional input out.</param>
    /// <param name="outputs">Names for the results.</param>
    /// <param name="attributes">The operator's attributes.</param>
    public OnnxGraph Node(string operation, string[] inputs, string[] outputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        string[] parts = operation.Split(':');
        ProtoWriter node = new();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(4, parts[^1]);
        foreach (OnnxAttribute attribute in attributes)
        {
            node.Message(5, attribute.Message);
        }

        if (parts.Length == 2)
        {
            node.Text(7, parts[0]);
        }

        _graph.Message(1, node);
        return this;
    }

    /// <summary>Adds a constant.</summary>
    public OnnxGraph Constant(OnnxConstant constant)
    {
        _graph.Message(5, constant.Message);
        return this;
    }

    /// <summary>Declares what a caller feeds.</summary>
    public OnnxGraph Input(string name, OnnxType type)
    {
        _graph.Message(11, ValueInfo(name, type));
        return this;
    }

    /// <summary>Declares what a caller gets.</summary>
    public OnnxGraph Output(string name, OnnxType type)
    {
        _graph.Message(12, ValueInfo(name, type));
        return this;
    }

    /// <summary>The graph alone, for the body of a loop.</summary>
    public ProtoWriter ToMessage() => _graph;

    /// <summary>The whole model file.</summary>
    /// <param name="producer">Who made it.</param>
    /// <param name="metadata">Texts for people and for loaders, written in this order.</param>
    public byte[] ToModel(string producer, params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        ProtoWriter model = new ProtoWriter()
            .Integer(1, 8) // ir_version 8, of ONNX 1.12: old enough for every runtime in use
            .Text(2, producer)
            .Message(7, _graph)
            .Message(8, new ProtoWriter().Text(1, "").Integer(2, 17))
            .Message(8, new ProtoWriter().Text(1, "ai.onnx.ml").Integer(2, 3));
        foreach ((string key, string value) in metadata)
        {
            model.Message(14, new ProtoWriter().Text(1, key).Text(2, value));
        }

        return model.ToArray();
    }

    private static ProtoWriter ValueInfo(string name, OnnxType type) => new ProtoWriter().Text(1, name).Message(2, type.Message);
}
