using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AISafety;

/// <summary>Names one call of one safe model, for good: in results, audit entries, review items, and when its label arrives.</summary>
/// <remarks><c>default</c> names no call. Written as <c>7f3a9c02d41e5b68-1f</c>: the model's nonce and the call's number, in hexadecimal.</remarks>
public readonly record struct CallId : IParsable<CallId>
{
    internal CallId(ulong nonce, ulong number)
    {
        Nonce = nonce;
        Number = number;
    }

    /// <summary>Drawn at random when the safe model was built, so that two processes do not share ids.</summary>
    public ulong Nonce { get; }

    /// <summary>Unique within the safe model. Not in order of time: threads draw from ranges of their own.</summary>
    public ulong Number { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException"><paramref name="s"/> is not a call id.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    public static CallId Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out CallId id)
            ? id
            : throw new FormatException("Expected a call id: sixteen hexadecimal digits, a hyphen, and one to sixteen more.");
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; false if it is not a call id.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out CallId result)
    {
        if (s is { Length: >= 18 and <= 33 } && s[16] == '-'
            && ulong.TryParse(s.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong nonce)
            && ulong.TryParse(s.AsSpan(17), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number))
        {
            result = new(nonce, number);
            return true;
        }

        result = default;
        return false;
    }

    static CallId IParsable<CallId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<CallId>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CallId result) => TryParse(s, out result);

    /// <summary>The nonce and the number in lower-case hexadecimal, with a hyphen between.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Nonce:x16}-{Number:x}");
}
