using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Testing;

/// <summary>Which share of a model's calls goes wrong, and how. Given to a model by <c>model.WithFaults(plan)</c>.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <remarks>
/// <para>Immutable: every method returns another plan.</para>
/// <para><b>Shares.</b> One number is drawn for each call, and the faults divide it among them: a call has one fault at most, each fault has its share of <em>all</em> calls, and shares add up. To have several faults in one call, wrap a
/// model twice.</para>
/// <para><b>The same again.</b> What is drawn for a call depends on <see cref="Seed"/> and the call's number alone (output n of <see cref="SplitMix64"/>), not on threads or time; see <see cref="FaultOf"/>. Calls are numbered in the order in which they
/// reach the model.</para>
/// </remarks>
public sealed class FaultPlan<TIn, TOut>
{
    private const double Slack = 1e-9;

    private readonly Fault<TIn, TOut>[] _faults;
    private readonly ulong _start;

    /// <summary>A plan without faults.</summary>
    /// <param name="seed">Of what is drawn.</param>
    public FaultPlan(ulong seed = 1)
        : this(seed, [], [])
    {
    }

    private FaultPlan(ulong seed, Fault<TIn, TOut>[] faults, FaultPhase[] phases)
    {
        Seed = seed;
        _start = SplitMix64.Mix(seed);
        _faults = faults;
        Phases = phases;
    }

    /// <summary>Of what is drawn.</summary>
    public ulong Seed { get; }

    /// <summary>When the plan is in force; empty for always.</summary>
    public IReadOnlyList<FaultPhase> Phases { get; }

    internal IReadOnlyList<Fault<TIn, TOut>> Faults => _faults;

    /// <summary>The model is asked after a time.</summary>
    /// <param name="share">The share of calls, 0 to 1.</param>
    /// <param name="delay">How long.</param>
    /// <param name="most">To draw between <paramref name="delay"/> and this, each as likely; null (default) for always the same.</param>
    /// <param name="name">The fault's name, once in a plan.</param>
    /// <exception cref="ArgumentException">A share, time or name is out of its range, or shares exceed 1 together.</exception>
    public FaultPlan<TIn, TOut> AddLatency(double share, TimeSpan delay, TimeSpan? most = null, string name = "latency")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(most ?? delay, delay, nameof(most));
        return With(name, share, new LatencyFault<TIn, TOut>(name, share, delay, most ?? delay));
    }

    /// <summary>The call throws, and the model is not asked.</summary>
    /// <param name="share">The share of calls, 0 to 1.</param>
    /// <param name="exception">Makes what is thrown; null (default) for <see cref="InjectedFaultException"/>.</param>
    /// <param name="name">The fault's name, once in a plan.</param>
    /// <exception cref="ArgumentException">A share or name is out of its range, or shares exceed 1 together.</exception>
    public FaultPlan<TIn, TOut> AddExceptions(double share, Func<Exception>? exception = null, string name = "exception") =>
        With(name, share, new ExceptionFault<TIn, TOut>(name, share, exception ?? (() => new InjectedFaultException(name))));

    /// <summary>The call waits until its token is cancelled; one without a token for ever.</summary>
    /// <param name="share">The share of calls, 0 to 1.</param>
    /// <param name="regardless">Whether it waits for ever, whatever the token says: as a model that cannot be cancelled.</param>
    /// <param name="name">The fault's name, once in a plan.</param>
    /// <exception cref="ArgumentException">A share or name is out of its range, or shares exceed 1 together.</exception>
    public FaultPlan<TIn, TOut> AddHangs(double share, bool regardless = false, string name = "hang") =>
        With(name, share, new HangFault<TIn, TOut>(name, share, regardless));

    /// <summary>The model is asked, and its output changed.</summary>
    /// <param name="share">The share of calls, 0 to 1.</param>
    /// <param name="wrong">What becomes of an input's output; must be safe to call from many threads.</param>
    /// <param name="name">The fault's name, once in a plan.</param>
    /// <exception cref="ArgumentException">A share or name is out of its range, or shares exceed 1 together.</exception>
    public FaultPlan<TIn, TOut> AddWrongOutputs(double share, Func<TIn, TOut, TOut> wrong, string name = "wrong-output")
    {
        ArgumentNullException.ThrowIfNull(wrong);
        return With(name, share, new OutputFault<TIn, TOut>(name, FaultKind.WrongOutput, share, wrong));
    }

    /// <summary>The model is asked, and every number in its output becomes NaN.</summary>
    /// <param name="share">The share of calls, 0 to 1.</param>
    /// <param name="spoil">Makes an output one with NaN. Null (default) for float, double, Half, float[], double[], <see cref="ReadOnlyMemory{T}"/> of float and <see cref="Classification"/>.</param>
    /// <param name="name">The fault's name, once in a plan.</param>
    /// <exception cref="ArgumentException">A share or name is out of its range, shares exceed 1 together, or outputs are of another kind and there is no function.</exception>
    public FaultPlan<TIn, TOut> AddNaN(double share, Func<TOut, TOut>? spoil = null, string name = "nan")
    {
        Func<TOut, TOut> change = spoil ?? NotANumber.Of<TOut>()
            ?? throw new ArgumentException($"The model answers {typeof(TOut).Name}; expected {NotANumber.Known}, or a function that makes an output one with NaN.", nameof(spoil));
        return With(name, share, new OutputFault<TIn, TOut>(name, FaultKind.NaN, share, (_, output) => change(output)));
    }

    /// <summary>Memory is taken and written to, held for a time, and then left to the garbage collector. The call goes on at once.</summary>
    /// <param name="share">The share of calls, 0 to 1.</param>
    /// <param name="bytes">How much a call, in bytes: 1 to 1 GiB.</param>
    /// <param name="duration">How long it is held; more than zero.</param>
    /// <param name="mostBytes">How much is held at once at most; a call that would exceed it takes nothing. At least <paramref name="bytes"/>; default 256 MiB.</param>
    /// <param name="name">The fault's name, once in a plan.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or shares exceed 1 together.</exception>
    public FaultPlan<TIn, TOut> AddMemoryPressure(double share, int bytes, TimeSpan duration, long mostBytes = 256L << 20, string name = "memory")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostBytes, bytes);
        return With(name, share, new MemoryFault<TIn, TOut>(name, share, bytes, duration, mostBytes));
    }

    /// <summary>Something of your own is done before the model is asked.</summary>
    /// <param name="share">The share of calls, 0 to 1.</param>
    /// <param name="behavior">What; it is given the call's token. What it throws, the call throws.</param>
    /// <param name="name">The fault's name, once in a plan.</param>
    /// <exception cref="ArgumentException">A share or name is out of its range, or shares exceed 1 together.</exception>
    public FaultPlan<TIn, TOut> AddBehavior(double share, Func<CancellationToken, ValueTask> behavior, string name = "behavior")
    {
        ArgumentNullException.ThrowIfNull(behavior);
        return With(name, share, new BehaviorFault<TIn, TOut>(name, share, behavior));
    }

    /// <summary>The same plan, in force only in some phases. A call belongs to the phase in which it begins.</summary>
    /// <param name="phases">The phases; at least one, in any order. They may overlap.</param>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public FaultPlan<TIn, TOut> During(params IReadOnlyList<FaultPhase> phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        return phases.Count > 0 && phases.All(static phase => phase is not null)
            ? new(Seed, _faults, [.. phases])
            : throw new ArgumentException("Expected at least one phase and no null.", nameof(phases));
    }

    /// <summary>The name of the fault that falls on a call while the plan is in force; null if none does.</summary>
    /// <param name="call">The call's number, from 1.</param>
    public string? FaultOf(long call)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(call, 1);
        return Draw(call, out _) is var at && at >= 0 ? _faults[at].Name : null;
    }

    /// <summary>Which fault falls on a call, and where in the fault's share its draw lies.</summary>
    /// <param name="call">The call's number.</param>
    /// <param name="within">0 or more, less than 1, each as likely.</param>
    /// <returns>The fault's place, -1 for none.</returns>
    internal int Draw(long call, out double within)
    {
        double left = (SplitMix64.Mix(_start + ((ulong)call * SplitMix64.Step)) >> 11) * (1.0 / (1UL << 53));
        for (int i = 0; i < _faults.Length; i++)
        {
            if (left < _faults[i].Share)
            {
                within = left / _faults[i].Share;
                return i;
            }

            left -= _faults[i].Share;
        }

        within = 0;
        return -1;
    }

    internal bool IsInForce(long call, TimeSpan elapsed)
    {
        foreach (FaultPhase phase in Phases)
        {
            if (phase.Includes(call, elapsed))
            {
                return true;
            }
        }

        return Phases.Count == 0;
    }

    private FaultPlan<TIn, TOut> With(string name, double share, Fault<TIn, TOut> fault)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a share of 0 to 1.");
        }

        if (_faults.Any(other => other.Name == name))
        {
            throw new ArgumentException($"There is a fault '{name}' already; give the other one another name.", nameof(name));
        }

        double together = share + _faults.Sum(static other => other.Share);
        return together <= 1 + Slack
            ? new(Seed, [.. _faults, fault], [.. Phases])
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"With '{name}' the shares are {together:0.#####} together; expected 1 at most, for a call has one fault at most."), nameof(share));
    }
}
