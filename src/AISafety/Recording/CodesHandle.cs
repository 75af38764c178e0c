namespace AISafety;

/// <summary>Names group codes that were added by <c>AddCodes</c>; read them with <see cref="ColumnBlock.Codes"/>.</summary>
public readonly record struct CodesHandle
{
    /// <summary>The code of a group that is not among the known ones.</summary>
    public const byte Unseen = 255;

    /// <summary>The code of a missing (null) group, and of a row whose input could not be read.</summary>
    public const byte Missing = 254;

    internal CodesHandle(object builder, string name, int index, int groupCount)
    {
        Builder = builder;
        Name = name;
        OneBased = index + 1;
        GroupCount = groupCount;
    }

    /// <summary>The name under which it was added; null for <c>default</c>.</summary>
    public string? Name { get; }

    internal object? Builder { get; }

    // One-based, so that default names no column.
    internal int OneBased { get; }

    /// <summary>How many groups are known: their codes are less.</summary>
    internal int GroupCount { get; }
}
