using Google.Protobuf;

namespace AISafety.Robustness.Graphs;

/// <summary>A node of an ONNX file: an operator, its inputs, outputs and attributes.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, Attribute> _attributes = new(StringComparer.Ordinal);

    public string Operator { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Domain { get; private set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public static OnnxNode Read(ByteString message)
    {
        OnnxNode node = new();
        ProtoFields fields = new(message);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1: node.Inputs.Add(fields.Text()); break;
                case 2: node.Outputs.Add(fields.Text()); break;
                case 3: node.Name = fields.Text(); break;
                case 4: node.Operator = fields.Text(); break;
                case 5:
                    Attribute attribute = Attribute.Read(fields.Bytes());
                    node._attributes[attribute.Name] = attribute;
                    break;
                case 7: node.Domain = fields.Text(); break;
                default: fields.Skip(); break;
            }
        }

        if (node.Outputs.Count == 0)
        {
            throw node.Fault("has no output");
        }

        return node;
    }

    public bool Has(string attribute) => _attributes.ContainsKey(attribute);

    public long Integer(string attribute, long otherwise) => _attributes.TryGetValue(attribute, out Attribute? found) ? found.Integer : otherwise;

    /// <summary>A number, finite.</summary>
    public float Float(string attribute, float otherwise) => !_attributes.TryGetValue(attribute, out Attribute? found) ? otherwise
        : float.IsFinite(found.Float) ? found.Float : throw Fault($"has {found.Float} in its attribute {attribute}; expected a finite number");

    public string Text(string attribute, string otherwise) => _attributes.TryGetValue(attribute, out Attribute? found) ? found.Text : otherwise;

    public OnnxTensorData? Tensor(string attribute) => _attributes.TryGetValue(attribute, out Attribute? found) ? found.Tensor : null;

    /// <summary>Whole numbers in the range of int, or null.</summary>
    public int[]? Integers(string attribute) => !_attributes.TryGetValue(attribute, out Attribute? found) ? null
        : [.. found.Integers.Select(value => value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Fault($"has {value} in its attribute {attribute}, which is out of range"))];

    /// <summary>Numbers, finite.</summary>
    public List<float> Floats(string attribute) => !_attributes.TryGetValue(attribute, out Attribute? found) ? []
        : found.Floats.TrueForAll(float.IsFinite) ? found.Floats : throw Fault($"has a number that is not finite in its attribute {attribute}");

    /// <summary>What is wrong with this node, as an exception to throw.</summary>
    /// <param name="what">The end of a sentence whose subject is the node.</param>
    public OnnxGraphException Fault(string what) => new($"Node {this} {what}.");

    public override string ToString() => Name.Length > 0 ? $"'{Name}' ({Operator})"
        : Outputs.Count > 0 ? $"of output '{Outputs[0]}' ({Operator})" : $"without a name ({Operator})";

    private sealed class Attribute
    {
        public string Name { get; private set; } = "";

        public float Float { get; private set; }

        public long Integer { get; private set; }

        public string Text { get; private set; } = "";

        public OnnxTensorData? Tensor { get; private set; }

        public List<float> Floats { get; } = [];

        public List<long> Integers { get; } = [];

        public static Attribute Read(ByteString message)
        {
            Attribute attribute = new();
            ProtoFields fields = new(message);
            while (fields.Next())
            {
                switch (fields.Number)
                {
                    case 1: attribute.Name = fields.Text(); break;
                    case 2: attribute.Float = fields.Float(); break;
                    case 3: attribute.Integer = fields.Integer(); break;
                    case 4: attribute.Text = fields.Text(); break;
                    case 5: attribute.Tensor = OnnxTensorData.Read(fields.Bytes()); break;
                    case 7: fields.Floats(attribute.Floats); break;
                    case 8: fields.Integers(attribute.Integers); break;
                    default: fields.Skip(); break;
                }
            }

            return attribute;
        }
    }
}
