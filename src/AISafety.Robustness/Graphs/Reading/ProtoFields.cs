using Google.Protobuf;

namespace AISafety.Robustness.Graphs;

/// <summary>The fields of one protocol-buffer message, in the order in which they lie there.</summary>
/// <remarks>By Google.Protobuf's <see cref="CodedInputStream"/>: the few messages of onnx.proto that matter here need no generated classes.</remarks>
internal sealed class ProtoFields(ByteString message)
{
    private readonly CodedInputStream _input = message.CreateCodedInput();
    private uint _tag;

    public int Number => WireFormat.GetTagFieldNumber(_tag);

    public bool Next() => (_tag = _input.ReadTag()) != 0;

    public void Skip() => _input.SkipLastField();

    public long Integer()
    {
        Expect(WireFormat.WireType.Varint);
        return _input.ReadInt64();
    }

    public float Float()
    {
        Expect(WireFormat.WireType.Fixed32);
        return _input.ReadFloat();
    }

    public ByteString Bytes()
    {
        Expect(WireFormat.WireType.LengthDelimited);
        return _input.ReadBytes();
    }

    public string Text() => Bytes().ToStringUtf8();

    /// <summary>A repeated number: one, or many packed.</summary>
    public void Integers(List<long> values)
    {
        if (WireFormat.GetTagWireType(_tag) != WireFormat.WireType.LengthDelimited)
        {
            values.Add(Integer());
            return;
        }

        CodedInputStream packed = _input.ReadBytes().CreateCodedInput();
        while (!packed.IsAtEnd)
        {
            values.Add(packed.ReadInt64());
        }
    }

    /// <inheritdoc cref="Integers"/>
    public void Floats(List<float> values)
    {
        if (WireFormat.GetTagWireType(_tag) != WireFormat.WireType.LengthDelimited)
        {
            values.Add(Float());
            return;
        }

        CodedInputStream packed = _input.ReadBytes().CreateCodedInput();
        while (!packed.IsAtEnd)
        {
            values.Add(packed.ReadFloat());
        }
    }

    private void Expect(WireFormat.WireType type)
    {
        if (WireFormat.GetTagWireType(_tag) != type)
        {
            throw new OnnxGraphException($"Field {Number} of a message has wire type {WireFormat.GetTagWireType(_tag)}; expected {type}. The file is damaged, or not an ONNX model.");
        }
    }
}
