using System.Collections.Concurrent;

namespace AISafety;

/// <summary>Column blocks between uses. Grows as far as the monitors' bounded queues can hold blocks, and off the call path.</summary>
internal sealed class ColumnBlockPool(BlockLayout layout, bool hasLabels)
{
    private readonly ConcurrentQueue<ColumnBlock> _idle = new();

    public ColumnBlock Rent() => _idle.TryDequeue(out ColumnBlock? block) ? block : new(layout, hasLabels);

    public void Return(ColumnBlock block) => _idle.Enqueue(block);
}
