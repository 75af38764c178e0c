namespace AISafety;

/// <summary>Up to 256 recorded calls, row by row, as a lane fills them.</summary>
internal sealed class RowBlock(BlockLayout layout)
{
    public float[] Floats { get; } = new float[layout.FloatWidth * ColumnBlock.Capacity];

    public byte[] Codes { get; } = new byte[layout.CodeWidth * ColumnBlock.Capacity];

    public RowHeader[] Headers { get; } = new RowHeader[ColumnBlock.Capacity];

    public int Count { get; set; }

    public DateTimeOffset Opened { get; set; }

    /// <summary>The same as a time stamp, because the clock on the wall may be set back.</summary>
    public long OpenedStamp { get; set; }
}
