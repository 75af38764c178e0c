using System.Globalization;

namespace AISafety.Testing;

/// <summary>When a fault plan is in force: for some calls, or for some time.</summary>
/// <remarks>Immutable.</remarks>
public sealed class FaultPhase
{
    private readonly Func<long, TimeSpan, bool> _includes;
    private readonly string _text;

    private FaultPhase(Func<long, TimeSpan, bool> includes, FormattableString text)
    {
        _includes = includes;
        _text = text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>For calls in a row.</summary>
    /// <param name="first">The first call, from 1.</param>
    /// <param name="count">How many; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public static FaultPhase Calls(long first, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new((call, _) => call >= first && call - first < count, $"{count} calls from {first}");
    }

    /// <summary>For calls in a row, again and again: what makes a breaker flap.</summary>
    /// <param name="first">The first call, from 1.</param>
    /// <param name="count">How many each time; at least 1.</param>
    /// <param name="every">How many calls from one beginning to the next; more than <paramref name="count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static FaultPhase Bursts(long first, long count, long every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, count);
        return new((call, _) => call >= first && (call - first) % every < count, $"{count} of every {every} calls from {first}");
    }

    /// <summary>For a time.</summary>
    /// <param name="after">How long after <c>WithFaults</c> it begins; zero or more.</param>
    /// <param name="duration">How long it lasts; more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is out of its range.</exception>
    public static FaultPhase Time(TimeSpan after, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        return new((_, elapsed) => elapsed >= after && elapsed - after < duration, $"{duration} after {after}");
    }

    /// <summary>The phase in words.</summary>
    public override string ToString() => _text;

    internal bool Includes(long call, TimeSpan elapsed) => _includes(call, elapsed);
}
