namespace AISafety.Sanitization;

/// <summary>Reads and makes inputs that are vectors.</summary>
internal abstract class InputVector<TIn>
{
    /// <summary>For <c>float[]</c> and <c>ReadOnlyMemory&lt;float&gt;</c>; null for other types.</summary>
    public static InputVector<TIn>? Instance { get; } = (object?)(
        typeof(TIn) == typeof(float[]) ? new ArrayVector()
        : typeof(TIn) == typeof(ReadOnlyMemory<float>) ? new MemoryVector()
        : (object?)null) as InputVector<TIn>;

    public abstract ReadOnlySpan<float> Read(TIn input);

    public abstract TIn Wrap(float[] elements);

    private sealed class ArrayVector : InputVector<float[]>
    {
        public override ReadOnlySpan<float> Read(float[] input) => input;

        public override float[] Wrap(float[] elements) => elements;
    }

    private sealed class MemoryVector : InputVector<ReadOnlyMemory<float>>
    {
        public override ReadOnlySpan<float> Read(ReadOnlyMemory<float> input) => input.Span;

        public override ReadOnlyMemory<float> Wrap(float[] elements) => elements;
    }
}
