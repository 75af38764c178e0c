using System.Globalization;

namespace AISafety.Fallback;

/// <summary>How many answers are kept to be given again, and for how long.</summary>
public sealed record LastGoodValueOptions : FallbackOptions
{
    /// <summary>The defaults.</summary>
    public static new LastGoodValueOptions Default { get; } = new();

    /// <summary>How many keys are remembered: 1 to 10,000,000; default 10,000. Past it the one stored longest ago gives way.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>How old an answer may be when it is given again: more than zero; default one hour.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether calls without a key share one value. Default: false; such calls then get no answer, because the last answer may have been somebody
    /// else's. Set it only for models whose answer does not depend on who asks.</summary>
    public bool ShareWithoutKey { get; init; }

    internal void Check(string guard)
    {
        if (Capacity is < 1 or > 10_000_000)
        {
            throw Refused(guard, nameof(Capacity), Capacity, "1 to 10,000,000");
        }

        if (MaxAge <= TimeSpan.Zero)
        {
            throw Refused(guard, nameof(MaxAge), MaxAge, "more than zero");
        }
    }

    private static SafetyBuildException Refused(string guard, string option, object value, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Guard '{guard}': {option} is {value}; expected {expected}."));
}
