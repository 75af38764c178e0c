namespace AISafety;

/// <summary>A block that is being filled, a range of call numbers, and the context of the call that uses them. One thread at a time
/// owns a lane, so nothing in it is shared.</summary>
internal sealed class Lane
{
    private int _epoch;

    public Lane(RowBlock? block) => Block = block;

    /// <summary>Null where nothing is recorded.</summary>
    public RowBlock? Block { get; set; }

    public SafetyContext? Context { get; set; }

    public ulong Number { get; set; }

    public ulong LastNumber { get; set; }

    /// <summary>The flush that the lane's rows were last handed over for. Read by whoever flushes, while another owns the lane.</summary>
    public int Epoch
    {
        get => Volatile.Read(ref _epoch);
        set => Volatile.Write(ref _epoch, value);
    }

    public int Slot { get; set; }

    /// <summary>Copies a call's row into the block; true when that filled it.</summary>
    public bool Append(SafetyContext context, in RowHeader header)
    {
        RowBlock block = Block!;
        int row = block.Count;
        if (row == 0)
        {
            block.Opened = context.TimeProvider.GetUtcNow();
            block.OpenedStamp = context.TimeProvider.GetTimestamp();
        }

        float[] floats = context.Row;
        floats.AsSpan().CopyTo(block.Floats.AsSpan(row * floats.Length, floats.Length));
        byte[] codes = context.Codes;
        if (codes.Length > 0)
        {
            codes.AsSpan().CopyTo(block.Codes.AsSpan(row * codes.Length, codes.Length));
        }

        block.Headers[row] = header;
        block.Count = row + 1;
        return row + 1 == ColumnBlock.Capacity;
    }
}
