using Google.Protobuf;

namespace AISafety.Robustness.Graphs;

/// <summary>A named input or output of an ONNX file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">onnx.proto's TensorProto.DataType; 0 if it is no tensor.</param>
/// <param name="Shape">A dimension each, -1 where it is not fixed; null if no shape is stated.</param>
internal sealed record OnnxValueInfo(string Name, int ElementType, long[]? Shape)
{
    public static OnnxValueInfo Read(ByteString message)
    {
        string name = "";
        int element = 0;
        long[]? shape = null;
        ProtoFields fields = new(message);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1: name = fields.Text(); break;
                case 2: ReadType(fields.Bytes(), ref element, ref shape); break;
                default: fields.Skip(); break;
            }
        }

        return new(name, element, shape);
    }

    // TypeProto.tensor_type (1): elem_type (1), shape (2).
    private static void ReadType(ByteString message, ref int element, ref long[]? shape)
    {
        ProtoFields type = new(message);
        while (type.Next())
        {
            if (type.Number != 1)
            {
                type.Skip();
                continue;
            }

            ProtoFields tensor = new(type.Bytes());
            while (tensor.Next())
            {
                switch (tensor.Number)
                {
                    case 1: element = (int)tensor.Integer(); break;
                    case 2: shape = ReadShape(tensor.Bytes()); break;
                    default: tensor.Skip(); break;
                }
            }
        }
    }

    private static long[] ReadShape(ByteString message)
    {
        List<long> dimensions = [];
        ProtoFields shape = new(message);
        while (shape.Next())
        {
            if (shape.Number != 1)
            {
                shape.Skip();
                continue;
            }

            long size = -1;
            ProtoFields dimension = new(shape.Bytes());
            while (dimension.Next())
            {
                if (dimension.Number == 1)
                {
                    size = dimension.Integer();
                }
                else
                {
                    dimension.Skip();
                }
            }

            dimensions.Add(size);
        }

        return [.. dimensions];
    }
}
