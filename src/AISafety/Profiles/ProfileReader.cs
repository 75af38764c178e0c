using System.Buffers.Binary;
using System.Text;
using AISafety.Statistics;

namespace AISafety.Profiles;

/// <summary>Reads what <see cref="ProfileWriter"/> wrote. No length is believed before as many bytes are there, and nothing that contradicts the rest.</summary>
internal ref struct ProfileReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest;

    private ProfileReader(ReadOnlySpan<byte> content) => _rest = content;

    /// <exception cref="ReferenceProfileFormatException">The bytes are not a profile that can be read.</exception>
    public static ReferenceProfile Read(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> content = ProfileEnvelope.Open(bytes);
        try
        {
            return new ProfileReader(content).Profile();
        }
        catch (Exception exception) when (exception is SketchFormatException or ArgumentException or OverflowException)
        {
            throw new ReferenceProfileFormatException("The reference profile contradicts itself: " + exception.Message, exception);
        }
    }

    private ReferenceProfile Profile()
    {
        ReferenceProfileOptions options = new() { SampleSize = Int32(), Bins = Int32(), SketchSize = Int32(), Seed = Int32() };
        RowRange[] ranges = Ranges();
        long rows = ranges.Sum(range => range.Count);
        int features = Count(each: 4 + 2 + 16 + 24 + 4);
        Require(features > 0, "it has no feature");
        options = options with { FirstRow = ranges[0].First };
        ReferenceProfileOptions.Check(options, features);
        int sampleCount = Int32();
        Require(sampleCount == Math.Min(rows, options.SampleSize), "the number of kept rows is not that of its options");

        FeatureSummary[] summaries = new FeatureSummary[features];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < features; i++)
        {
            summaries[i] = Summary(rows, options);
            Require(names.Add(summaries[i].Feature.Name), "two features have the same name");
            Require(i == 0 || summaries[i].IsOutput || !summaries[i - 1].IsOutput, "a feature of the input comes after one of the output");
        }

        Require(!summaries[0].IsOutput, "it has no feature of the input");
        Require(_rest.Length == (long)sampleCount * (8 + 4L * features), "the sample has another size than it states");
        long[] numbers = Numbers(sampleCount, ranges);
        float[] columns = new float[sampleCount * features];
        for (int i = 0; i < features; i++)
        {
            Column(summaries[i].Feature, columns.AsSpan(i * sampleCount, sampleCount));
        }

        return new(options, summaries, ranges, numbers, columns);
    }

    private RowRange[] Ranges()
    {
        RowRange[] ranges = new RowRange[Count(each: 16)];
        Require(ranges.Length > 0, "it has no rows");
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new(Int64(), Int64());
            Require(ranges[i].First >= 0 && ranges[i].End > ranges[i].First, "a range of row numbers is empty or negative");
            Require(i == 0 || ranges[i].First > ranges[i - 1].End, "the ranges of row numbers are not in order");
        }

        return ranges;
    }

    private FeatureSummary Summary(long rows, ReferenceProfileOptions options)
    {
        string name = Text();
        Require(!string.IsNullOrWhiteSpace(name), "a feature has no name");
        byte kind = Byte();
        byte flags = Byte();
        Require(kind <= (byte)FeatureKind.VectorElement && flags < 16, $"feature '{name}' is of an unknown kind");
        string? unit = (flags & 8) == 0 ? null : Text();
        Feature feature = new(name, (FeatureKind)kind)
        {
            IsRequired = (flags & 1) != 0,
            IsSensitive = (flags & 2) != 0,
            Unit = unit,
            Minimum = BitConverter.Int64BitsToDouble(Int64()),
            Maximum = BitConverter.Int64BitsToDouble(Int64()),
        };
        Require(feature.Minimum <= feature.Maximum, $"the range of feature '{name}' is empty");
        FeatureSummary summary = new(feature, (flags & 4) != 0) { Count = Int64(), Missing = Int64(), Unseen = Int64() };
        Require(summary is { Count: >= 0, Missing: >= 0, Unseen: >= 0 } && checked(summary.Count + summary.Missing + summary.Unseen) == rows,
            $"the counts of feature '{name}' do not add up to the rows");
        if (feature.Kind == FeatureKind.Categorical)
        {
            return Categories(summary);
        }

        Moments moments = Moments.ReadFrom(Take(Moments.ByteCount));
        KllSketch sketch = KllSketch.FromBytes(Take(Int32()));
        Require(
            summary.Unseen == 0 && moments.Count == summary.Count && moments.Missing == summary.Missing
                && sketch.Count == summary.Count && sketch.MissingCount == summary.Missing && sketch.K == options.SketchSize,
            $"counts, moments and quantiles of feature '{name}' are not of the same rows");
        return summary with { Moments = moments, Sketch = sketch };
    }

    private FeatureSummary Categories(FeatureSummary summary)
    {
        int count = Count(each: 4 + 8);
        Require(count > 0, $"feature '{summary.Feature.Name}' has no category");
        string[] texts = new string[count];
        long[] counts = new long[count];
        for (int code = 0; code < count; code++)
        {
            (texts[code], counts[code]) = (Text(), Int64());
            Require(counts[code] >= 0, "a count of a category is negative");
        }

        Require(counts.Sum() == summary.Count, $"the categories of feature '{summary.Feature.Name}' do not add up to its count");
        Feature feature = summary.Feature with { Categories = Array.AsReadOnly(texts) };
        return summary with { Feature = feature, Categories = counts };
    }

    private long[] Numbers(int count, RowRange[] ranges)
    {
        long[] numbers = new long[count];
        int range = 0;
        for (int i = 0; i < count; i++)
        {
            numbers[i] = Int64();
            while (range < ranges.Length && numbers[i] >= ranges[range].End)
            {
                range++;
            }

            Require(range < ranges.Length && numbers[i] >= ranges[range].First && (i == 0 || numbers[i] > numbers[i - 1]),
                "the numbers of the kept rows are not in order, or not of its rows");
        }

        return numbers;
    }

    private void Column(Feature feature, Span<float> target)
    {
        ReadOnlySpan<byte> bytes = Take(4 * target.Length);
        for (int i = 0; i < target.Length; i++)
        {
            float value = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
            Require(
                feature.Kind != FeatureKind.Categorical || float.IsNaN(value) || value == Feature.Unseen
                    || (value >= 0 && value < feature.Categories.Count && value == MathF.Floor(value)),
                $"a kept row has a code of '{feature.Name}' that is none");
            target[i] = value;
        }
    }

    /// <summary>A number of things that follow, each of at least so many bytes.</summary>
    private int Count(int each)
    {
        int count = Int32();
        Require(count >= 0 && (long)count * each <= _rest.Length, "a length is more than there is");
        return count;
    }

    private string Text() => Utf8.GetString(Take(Count(each: 1)));

    private byte Byte() => Take(1)[0];

    private int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    private long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    private ReadOnlySpan<byte> Take(int count)
    {
        Require(count >= 0 && count <= _rest.Length, "it ends too early");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new ReferenceProfileFormatException($"The reference profile contradicts itself: {what}.");
        }
    }
}
