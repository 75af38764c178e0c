using System.Buffers.Binary;
using Google.Protobuf;

namespace AISafety.Robustness.Graphs;

/// <summary>A constant of an ONNX file: numbers and their shape. Floats or whole numbers, not both.</summary>
internal sealed class OnnxTensorData
{
    // onnx.proto, TensorProto.DataType.
    private const int TypeFloat = 1;
    private const int TypeInt32 = 6;
    private const int TypeInt64 = 7;

    public OnnxTensorData(string name, int[] shape, float[] floats)
    {
        (Name, Shape, Floats, Integers) = (name, shape, floats, []);
    }

    public OnnxTensorData(string name, int[] shape, long[] integers)
    {
        (Name, Shape, Floats, Integers) = (name, shape, [], integers);
    }

    public string Name { get; }

    public int[] Shape { get; }

    public float[] Floats { get; }

    public long[] Integers { get; }

    public bool IsFloat => Integers.Length == 0;

    public static OnnxTensorData Read(ByteString message)
    {
        List<long> dimensions = [];
        List<float> floats = [];
        List<long> integers = [];
        ByteString raw = ByteString.Empty;
        bool hasRaw = false;
        int type = 0;
        string name = "";
        bool isExternal = false;
        ProtoFields fields = new(message);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1: fields.Integers(dimensions); break;
                case 2: type = (int)fields.Integer(); break;
                case 4: fields.Floats(floats); break;
                case 5 or 7: fields.Integers(integers); break;
                case 8: name = fields.Text(); break;
                case 9: (raw, hasRaw) = (fields.Bytes(), true); break;
                case 14: isExternal = fields.Integer() == 1; break;
                default: fields.Skip(); break;
            }
        }

        if (isExternal)
        {
            throw new OnnxGraphException($"Constant '{name}' lies in a file of its own; expected a model in one file.");
        }

        int[] shape = [.. dimensions.Select(dimension => dimension is >= 0 and <= int.MaxValue
            ? (int)dimension
            : throw new OnnxGraphException($"Constant '{name}' has a dimension of {dimension}; expected 0 to {int.MaxValue}."))];
        long length = Shapes.Length(shape, $"Constant '{name}'");
        return type switch
        {
            TypeFloat => new(name, shape, Checked(name, length, hasRaw ? Singles(raw.Span) : [.. floats])),
            TypeInt64 => new(name, shape, Checked(name, length, hasRaw ? Longs(raw.Span) : [.. integers])),
            TypeInt32 => new(name, shape, Checked(name, length, hasRaw ? Ints(raw.Span) : [.. integers])),
            _ => throw new OnnxGraphException($"Constant '{name}' has element type {type} (onnx.proto's TensorProto.DataType); expected float (1), int32 (6) or int64 (7)."),
        };
    }

    private static T[] Checked<T>(string name, long length, T[] values)
        where T : struct
    {
        if (values.Length != length)
        {
            throw new OnnxGraphException($"Constant '{name}' has {values.Length} values; its shape says {length}.");
        }

        if (values is float[] floats && Array.Exists(floats, static value => !float.IsFinite(value)))
        {
            throw new OnnxGraphException($"Constant '{name}' has a value that is not a finite number.");
        }

        return values;
    }

    private static float[] Singles(ReadOnlySpan<byte> raw)
    {
        float[] values = new float[raw.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(raw[(i * sizeof(float))..]);
        }

        return values;
    }

    private static long[] Longs(ReadOnlySpan<byte> raw)
    {
        long[] values = new long[raw.Length / sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(raw[(i * sizeof(long))..]);
        }

        return values;
    }

    private static long[] Ints(ReadOnlySpan<byte> raw)
    {
        long[] values = new long[raw.Length / sizeof(int)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(raw[(i * sizeof(int))..]);
        }

        return values;
    }
}
