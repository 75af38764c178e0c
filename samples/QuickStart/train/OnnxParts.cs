using System.Buffers.Binary;
using System.Globalization;

namespace QuickStart.Train;

/// <summary>The type of a value.</summary>
internal sealed class OnnxType
{
    public const int Single = 1;
    public const int Int32 = 6;
    public const int Int64 = 7;
    public const int Text = 8;
    public const int Boolean = 9;
    public const int Double = 11;

    private OnnxType(ProtoWriter message) => Message = message;

    public ProtoWriter Message { get; }

    /// <summary>A tensor.</summary>
    /// <param name="element">Its element type.</param>
    /// <param name="dimensions">A number for a fixed dimension, a name for a symbolic one, <c>?</c> for an unknown one.</param>
    public static OnnxType Tensor(int element, params ReadOnlySpan<string> dimensions)
    {
        ProtoWriter shape = new();
        foreach (string dimension in dimensions)
        {
            shape.Message(1, dimension == "?" ? new ProtoWriter()
                : long.TryParse(dimension, CultureInfo.InvariantCulture, out long size) ? new ProtoWriter().Integer(1, size)
                : new ProtoWriter().Text(2, dimension));
        }

        return new(new ProtoWriter().Message(1, new ProtoWriter().Integer(1, element).Message(2, shape)));
    }

    /// <summary>A tensor whose rank is not stated.</summary>
    public static OnnxType TensorOfAnyShape(int element) => new(new ProtoWriter().Message(1, new ProtoWriter().Integer(1, element)));

    /// <summary>A sequence of maps, as <c>ZipMap</c> makes it.</summary>
    public static OnnxType SequenceOfMaps(int key, int value)
    {
        ProtoWriter map = new ProtoWriter().Message(5, new ProtoWriter().Integer(1, key).Message(2, Tensor(value).Message));
        return new(new ProtoWriter().Message(4, new ProtoWriter().Message(1, map)));
    }
}

/// <summary>A constant tensor.</summary>
internal sealed class OnnxConstant
{
    private OnnxConstant(ProtoWriter message) => Message = message;

    public ProtoWriter Message { get; }

    public static OnnxConstant Floats(string name, float[] values, params ReadOnlySpan<long> dimensions)
    {
        byte[] raw = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }

        return new(Start(OnnxType.Single, dimensions).Text(8, name).Bytes(9, raw));
    }

    public static OnnxConstant Integers(string name, long[] values, params ReadOnlySpan<long> dimensions)
    {
        byte[] raw = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * sizeof(long)), values[i]);
        }

        return new(Start(OnnxType.Int64, dimensions).Text(8, name).Bytes(9, raw));
    }

    public static OnnxConstant Boolean(string name, bool value) =>
        new(Start(OnnxType.Boolean, []).Text(8, name).Bytes(9, [value ? (byte)1 : (byte)0]));

    public static OnnxConstant Texts(string name, string[] values, params ReadOnlySpan<long> dimensions)
    {
        ProtoWriter tensor = Start(OnnxType.Text, dimensions);
        foreach (string value in values)
        {
            tensor.Text(6, value);
        }

        return new(tensor.Text(8, name));
    }

    private static ProtoWriter Start(int element, ReadOnlySpan<long> dimensions)
    {
        ProtoWriter tensor = new();
        foreach (long dimension in dimensions)
        {
            tensor.Integer(1, dimension);
        }

        return tensor.Integer(2, element);
    }
}

/// <summary>An attribute of a node.</summary>
internal sealed class OnnxAttribute
{
    private OnnxAttribute(ProtoWriter message) => Message = message;

    public ProtoWriter Message { get; }

    public static OnnxAttribute Integer(string name, long value) => new(new ProtoWriter().Text(1, name).Integer(3, value).Integer(20, 2));

    public static OnnxAttribute Single(string name, float value) => new(new ProtoWriter().Text(1, name).Single(2, value).Integer(20, 1));

    public static OnnxAttribute Text(string name, string value) => new(new ProtoWriter().Text(1, name).Text(4, value).Integer(20, 3));

    public static OnnxAttribute Integers(string name, params ReadOnlySpan<long> values)
    {
        ProtoWriter attribute = new ProtoWriter().Text(1, name);
        foreach (long value in values)
        {
            attribute.Integer(8, value);
        }

        return new(attribute.Integer(20, 7));
    }

    public static OnnxAttribute Graph(string name, OnnxGraph body) => new(new ProtoWriter().Text(1, name).Message(6, body.ToMessage()).Integer(20, 5));
}
