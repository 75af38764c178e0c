namespace AISafety.Onnx;

/// <summary>Writes an input as a row of numbers; the row has exactly the model's width.</summary>
internal delegate void RowWriter<in TIn>(TIn input, Span<float> row);

/// <summary>The ways to write a row.</summary>
internal static class RowWriter
{
    public static RowWriter<float[]> ForArray { get; } = static (input, row) =>
    {
        ThrowIfNull(input, row.Length);
        Copy(input, row);
    };

    public static RowWriter<ReadOnlyMemory<float>> ForMemory { get; } = static (input, row) => Copy(input.Span, row);

    public static RowWriter<TIn> For<TIn>(FeatureSchema<TIn> schema) => (input, row) =>
    {
        ThrowIfNull(input, row.Length);
        schema.Write(input, row);
    };

    private static void ThrowIfNull<TIn>(TIn input, int width)
    {
        if (input is null)
        {
            throw new ArgumentNullException(nameof(input), $"The input is null; the model expects {width} numbers.");
        }
    }

    private static void Copy(ReadOnlySpan<float> input, Span<float> row)
    {
        if (input.Length != row.Length)
        {
            throw new ArgumentException($"The input has {input.Length} numbers; the model expects {row.Length}.", nameof(input));
        }

        input.CopyTo(row);
    }
}
