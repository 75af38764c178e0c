namespace AISafety.Adversarial;

/// <summary>Changes each number by itself.</summary>
internal sealed class ElementTransform(string name, ElementTransform.Operation operation) : InputTransform(name)
{
    public delegate void Operation(ReadOnlySpan<float> row, Span<float> changed);

    public override void Apply(ReadOnlySpan<float> row, Span<float> changed, ulong draw) => operation(row, changed);
}
