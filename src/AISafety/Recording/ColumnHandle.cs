namespace AISafety;

/// <summary>Names a column that was added by <c>AddColumn</c>; read it with <see cref="ColumnBlock.Column"/>.</summary>
public readonly record struct ColumnHandle
{
    internal ColumnHandle(object builder, string name, int index)
    {
        Builder = builder;
        Name = name;
        OneBased = index + 1;
    }

    /// <summary>The name under which it was added; null for <c>default</c>.</summary>
    public string? Name { get; }

    internal object? Builder { get; }

    // One-based, so that default names no column.
    internal int OneBased { get; }
}
