using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using AISafety.Statistics;

namespace AISafety.Profiles;

/// <summary>Writes a profile in format version 1, which <see cref="ProfileReader"/> reads.</summary>
internal sealed class ProfileWriter
{
    private readonly ArrayBufferWriter<byte> _bytes;

    private ProfileWriter(int capacity) => _bytes = new(capacity);

    public static byte[] Write(ReferenceProfile profile)
    {
        // Most of it is the sample; a sketch holds about three times its size.
        long size = 4096 + (long)profile.SampleCount * (8 + 4 * profile.Features.Count) + (long)profile.Features.Count * (512 + 32 * profile.Options.SketchSize);
        ProfileWriter writer = new((int)Math.Min(size, Array.MaxLength));
        ProfileEnvelope.Begin(writer._bytes.GetSpan(ProfileEnvelope.HeaderSize));
        writer._bytes.Advance(ProfileEnvelope.HeaderSize);
        writer.WriteContent(profile);
        return ProfileEnvelope.Seal(writer._bytes.WrittenSpan);
    }

    private void WriteContent(ReferenceProfile profile)
    {
        Write(profile.Options.SampleSize);
        Write(profile.Options.Bins);
        Write(profile.Options.SketchSize);
        Write(profile.Options.Seed);
        Write(profile.Ranges.Count);
        foreach (RowRange range in profile.Ranges)
        {
            Write(range.First);
            Write(range.End);
        }

        Write(profile.Features.Count);
        Write(profile.SampleCount);
        foreach (FeatureSummary summary in profile.Summaries)
        {
            Write(summary);
        }

        foreach (long number in profile.SampleIndex)
        {
            Write(number);
        }

        for (int feature = 0; feature < profile.Features.Count; feature++)
        {
            Write(profile.SampleColumn(feature));
        }
    }

    private void Write(FeatureSummary summary)
    {
        Feature feature = summary.Feature;
        Write(feature.Name);
        Write((byte)feature.Kind);
        Write((byte)((feature.IsRequired ? 1 : 0) | (feature.IsSensitive ? 2 : 0) | (summary.IsOutput ? 4 : 0) | (feature.Unit is null ? 0 : 8)));
        if (feature.Unit is not null)
        {
            Write(feature.Unit);
        }

        Write(BitConverter.DoubleToInt64Bits(feature.Minimum));
        Write(BitConverter.DoubleToInt64Bits(feature.Maximum));
        Write(summary.Count);
        Write(summary.Missing);
        Write(summary.Unseen);
        if (summary.Sketch is not null)
        {
            summary.Moments.WriteTo(_bytes.GetSpan(Moments.ByteCount));
            _bytes.Advance(Moments.ByteCount);
            byte[] sketch = summary.Sketch.ToBytes();
            Write(sketch.Length);
            _bytes.Write(sketch);
            return;
        }

        Write(summary.Categories.Length);
        for (int code = 0; code < summary.Categories.Length; code++)
        {
            Write(feature.Categories[code]);
            Write(summary.Categories[code]);
        }
    }

    private void Write(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    private void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    private void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    private void Write(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Write(utf8.Length);
        _bytes.Write(utf8);
    }

    private void Write(ReadOnlySpan<float> values)
    {
        Span<byte> target = _bytes.GetSpan(4 * values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(target[(4 * i)..], values[i]);
        }

        _bytes.Advance(4 * values.Length);
    }
}
