namespace AISafety;

/// <summary>Names a column that was added by <c>AddColumn</c>; read it with <see cref="ColumnBlock.Column"/>.</summary>
public readonly record struct ColumnHandle
{
    internal ColumnHandle(int index) => OneBased = index + 1;

    // One-based, so that default names no column.
    internal int OneBased { get; }
}
