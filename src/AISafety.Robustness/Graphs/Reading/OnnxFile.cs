using Google.Protobuf;

namespace AISafety.Robustness.Graphs;

/// <summary>What an ONNX file says: nodes in the order in which they can be computed, constants, inputs and outputs.</summary>
/// <remarks>Source of the field numbers: onnx.proto of the ONNX specification, ir_version 3 and later.</remarks>
internal sealed class OnnxFile
{
    public List<OnnxNode> Nodes { get; } = [];

    public Dictionary<string, OnnxTensorData> Constants { get; } = new(StringComparer.Ordinal);

    /// <summary>The inputs that are no constants.</summary>
    public List<OnnxValueInfo> Inputs { get; } = [];

    public List<OnnxValueInfo> Outputs { get; } = [];

    /// <summary>The version of the default operator set.</summary>
    public int Version { get; private set; } = 1;

    /// <exception cref="OnnxGraphException">The bytes are no ONNX model.</exception>
    public static OnnxFile Read(byte[] bytes)
    {
        try
        {
            return ReadModel(UnsafeByteOperations.UnsafeWrap(bytes));
        }
        catch (InvalidProtocolBufferException damage)
        {
            throw new OnnxGraphException($"The file is damaged, or not an ONNX model: {damage.Message}", damage);
        }
    }

    private static OnnxFile ReadModel(ByteString message)
    {
        OnnxFile file = new();
        bool hasGraph = false;
        ProtoFields fields = new(message);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 7:
                    file.ReadGraph(fields.Bytes());
                    hasGraph = true;
                    break;
                case 8: file.ReadOperatorSet(fields.Bytes()); break;
                default: fields.Skip(); break;
            }
        }

        if (!hasGraph)
        {
            throw new OnnxGraphException("The file has no graph: it is damaged, or not an ONNX model.");
        }

        file.Inputs.RemoveAll(input => file.Constants.ContainsKey(input.Name));
        return file;
    }

    private void ReadGraph(ByteString message)
    {
        ProtoFields fields = new(message);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1: Nodes.Add(OnnxNode.Read(fields.Bytes())); break;
                case 5:
                    OnnxTensorData constant = OnnxTensorData.Read(fields.Bytes());
                    Constants[constant.Name] = constant;
                    break;
                case 11: Inputs.Add(OnnxValueInfo.Read(fields.Bytes())); break;
                case 12: Outputs.Add(OnnxValueInfo.Read(fields.Bytes())); break;
                case 15: throw new OnnxGraphException("The graph has a sparse constant; expected dense ones.");
                default: fields.Skip(); break;
            }
        }
    }

    private void ReadOperatorSet(ByteString message)
    {
        string domain = "";
        long version = 0;
        ProtoFields fields = new(message);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1: domain = fields.Text(); break;
                case 2: version = fields.Integer(); break;
                default: fields.Skip(); break;
            }
        }

        if (domain is "" or "ai.onnx")
        {
            Version = (int)Math.Clamp(version, 1, int.MaxValue);
        }
    }
}
