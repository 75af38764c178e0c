using Polly;
using Polly.Simmy;
using Polly.Simmy.Behavior;

namespace AISafety.Testing;

/// <summary>Holds memory for a time.</summary>
internal sealed class MemoryFault<TIn, TOut>(string name, double share, int bytes, TimeSpan duration, long mostBytes) : Fault<TIn, TOut>(name, FaultKind.Memory, share)
{
    private const int Page = 4096;

    public override void AddTo(ResiliencePipelineBuilder<Served<TOut>> builder, FaultSlot<TIn, TOut> slot) =>
        builder.AddChaosBehavior(slot.Gate(new ChaosBehaviorStrategyOptions
        {
            BehaviorGenerator = _ =>
            {
                if (slot.TryHold(bytes, mostBytes))
                {
                    slot.Inject();
                    Held held = new(Take(), () => slot.LetGo(bytes));
                    held.Start(slot.TimeProvider, duration);
                }

                return default;
            },
        }));

    /// <summary>Memory that was never written to may be none.</summary>
    private byte[] Take()
    {
        byte[] taken = GC.AllocateUninitializedArray<byte>(bytes);
        for (int i = 0; i < taken.Length; i += Page)
        {
            taken[i] = 1;
        }

        return taken;
    }

    /// <summary>Kept alive by its timer, which the clock holds until it is due.</summary>
    private sealed class Held(byte[] taken, Action letGo)
    {
        private byte[]? _taken = taken;
        private ITimer? _timer;

        public void Start(TimeProvider timeProvider, TimeSpan duration)
        {
            _timer = timeProvider.CreateTimer(static held => ((Held)held!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(duration, Timeout.InfiniteTimeSpan);
        }

        private void End()
        {
            _taken = null;
            _timer?.Dispose();
            letGo();
        }
    }
}
