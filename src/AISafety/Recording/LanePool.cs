using System.Runtime.InteropServices;

namespace AISafety;

/// <summary>Lanes in padded slots, found by thread. Renting is one interlocked exchange on memory that other threads rarely touch.</summary>
internal sealed class LanePool
{
    private readonly PaddedSlot[] _slots;
    private readonly int _mask;

    public LanePool(Func<Lane> create)
    {
        int count = 4;
        while (count < 4 * Environment.ProcessorCount)
        {
            count *= 2;
        }

        _mask = count - 1;
        _slots = new PaddedSlot[count];
        All = new Lane[count];
        for (int i = 0; i < count; i++)
        {
            _slots[i].Lane = All[i] = create();
        }
    }

    public int Count => _slots.Length;

    /// <summary>The lanes, at home or not.</summary>
    public Lane[] All { get; }

    /// <summary>A lane for this thread; null when all are out.</summary>
    public Lane? Rent()
    {
        int slot = Environment.CurrentManagedThreadId & _mask;
        Lane? lane = Interlocked.Exchange(ref _slots[slot].Lane, null);
        if (lane is not null)
        {
            lane.Slot = slot;
            return lane;
        }

        return RentElsewhere(slot);
    }

    /// <summary>The lane of one slot, if it is at home.</summary>
    public Lane? RentFrom(int slot)
    {
        Lane? lane = Interlocked.Exchange(ref _slots[slot].Lane, null);
        lane?.Slot = slot;
        return lane;
    }

    public void Return(Lane lane)
    {
        if (Interlocked.CompareExchange(ref _slots[lane.Slot].Lane, lane, null) is not null)
        {
            ReturnElsewhere(lane);
        }
    }

    private Lane? RentElsewhere(int start)
    {
        for (int i = 1; i <= _mask; i++)
        {
            if (RentFrom((start + i) & _mask) is { } lane)
            {
                return lane;
            }
        }

        return null;
    }

    // There are as many slots as lanes, so whoever holds a lane finds an empty slot; another thread may only be quicker.
    private void ReturnElsewhere(Lane lane)
    {
        SpinWait spin = default;
        while (true)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].Lane is null && Interlocked.CompareExchange(ref _slots[i].Lane, lane, null) is null)
                {
                    return;
                }
            }

            spin.SpinOnce();
        }
    }

    /// <summary>Two cache lines, because the hardware fetches them in pairs.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct PaddedSlot
    {
        [FieldOffset(0)]
        public Lane? Lane;
    }
}
