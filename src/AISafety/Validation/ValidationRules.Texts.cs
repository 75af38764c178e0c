using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AISafety.Validation;

public sealed partial class ValidationRules<T>
{
    /// <summary>The text must have between <paramref name="min"/> and <paramref name="max"/> UTF-16 characters, both included.
    /// Code: <c>input.length</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="read">Reads it; null is skipped.</param>
    /// <param name="min">The least allowed length; at least 0.</param>
    /// <param name="max">The greatest allowed length; not below <paramref name="min"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, an argument is null, or a length is out of range.</exception>
    [OverloadResolutionPriority(1)]
    public ValidationRules<T> Length(string name, Func<T, string?> read, int min, int max)
    {
        Check(name, read);
        LengthRange range = new($"{_stage}.length", name, "characters", min, max);
        return Add("Length", name, value => read(value) is { } text ? range.Judge(text.Length) : null);
    }

    /// <summary>The text must match a regular expression. Code: <c>input.pattern</c>, also when the match runs out of time.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="read">Reads it; null is skipped.</param>
    /// <param name="pattern">The expression. A match anywhere in the text will do: to test the whole text, write <c>\A...\z</c> around
    /// it (<c>$</c> allows a line break at the end). It must have a match timeout or be <see cref="RegexOptions.NonBacktracking"/>: else
    /// one hostile input could hold a thread for years, and the safe model is not built.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an argument is null.</exception>
    public ValidationRules<T> Pattern(string name, Func<T, string?> read, Regex pattern)
    {
        Check(name, read);
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.MatchTimeout == Regex.InfiniteMatchTimeout && !pattern.Options.HasFlag(RegexOptions.NonBacktracking))
        {
            _fault ??= $"the pattern of '{name}' has no match timeout; expected one, or {nameof(RegexOptions)}.{nameof(RegexOptions.NonBacktracking)}.";
        }

        string code = $"{_stage}.pattern";
        Evidence mismatch = new(code, $"'{name}' does not match its pattern.") { Feature = name };
        Evidence timeout = new(code, string.Create(
            CultureInfo.InvariantCulture,
            $"'{name}' could not be matched with its pattern within {pattern.MatchTimeout.TotalMilliseconds} ms."))
        {
            Feature = name,
        };
        return Add("Pattern", name, value =>
        {
            try
            {
                return read(value) is { } text && !pattern.IsMatch(text) ? mismatch : null;
            }
            catch (RegexMatchTimeoutException)
            {
                return timeout;
            }
        });
    }
}
