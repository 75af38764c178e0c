using Polly;
using Polly.Simmy;

namespace AISafety.Testing;

/// <summary>A fault's place in one faulty model: which calls are its, and its counts.</summary>
internal sealed class FaultSlot<TIn, TOut>(Fault<TIn, TOut> fault, int place, TimeProvider timeProvider)
{
    private static readonly ResiliencePropertyKey<FaultedCall<TIn, TOut>> CallKey = new("aisafety.testing.call");

    private long _drawn;
    private long _injected;
    private long _heldBytes;

    public TimeProvider TimeProvider => timeProvider;

    public long HeldBytes => Interlocked.Read(ref _heldBytes);

    public static void Mark(ResilienceContext context, FaultedCall<TIn, TOut> call) => context.Properties.Set(CallKey, call);

    public static FaultedCall<TIn, TOut> CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    public FaultCount Count() => new(fault.Name, fault.Kind, fault.Share, Interlocked.Read(ref _drawn), Interlocked.Read(ref _injected));

    public void Draw() => Interlocked.Increment(ref _drawn);

    public void Inject() => Interlocked.Increment(ref _injected);

    /// <summary>Lets a strategy act on the slot's calls and no other.</summary>
    /// <remarks>Polly draws by a function that knows no call, so that calls on several threads would share one sequence. Here it is drawn before, by the call's number, and the rate of a call is 0 or 1.</remarks>
    public TOptions Gate<TOptions>(TOptions options)
        where TOptions : ChaosStrategyOptions
    {
        options.InjectionRateGenerator = arguments => new(CallOf(arguments.Context).Fault == place ? 1.0 : 0.0);
        options.Randomizer = static () => 0;
        return options;
    }

    /// <summary>Takes note of memory that is to be held, if there may be so much.</summary>
    public bool TryHold(long bytes, long most)
    {
        if (Interlocked.Add(ref _heldBytes, bytes) <= most)
        {
            return true;
        }

        Interlocked.Add(ref _heldBytes, -bytes);
        return false;
    }

    public void LetGo(long bytes) => Interlocked.Add(ref _heldBytes, -bytes);
}
