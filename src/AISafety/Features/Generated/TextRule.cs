using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using AISafety.Validation;

namespace AISafety.Generated;

/// <summary>What a text must be like: the need, length and pattern that its attributes state.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TextRule
{
    private const int DefaultTimeout = 2000;

    private readonly string _name;
    private readonly bool _isRequired;
    private readonly bool _allowsBlank;
    private readonly LengthRange _length;
    private readonly int _minLength;
    private readonly int _maxLength;
    private readonly Regex? _pattern;

    /// <summary>Creates the rule.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="isRequired">Whether null is a violation.</param>
    /// <param name="allowsBlank">Whether a text of blanks alone counts as one.</param>
    /// <param name="minLength">The least number of UTF-16 characters.</param>
    /// <param name="maxLength">The greatest number of UTF-16 characters.</param>
    /// <param name="pattern">What the whole text must match, unless it is empty; null for anything.</param>
    /// <param name="timeout">How many milliseconds a match may take if the pattern needs backtracking; not above 0 for the default, 2000.</param>
    public TextRule(string name, bool isRequired, bool allowsBlank, int minLength, int maxLength, string? pattern, int timeout)
    {
        (_name, _isRequired, _allowsBlank, _minLength, _maxLength) = (name, isRequired, allowsBlank, minLength, maxLength);
        _length = new("input.length", name, "characters", minLength, maxLength);
        _pattern = pattern is null ? null : Create(pattern, TimeSpan.FromMilliseconds(timeout > 0 ? timeout : DefaultTimeout));
    }

    /// <summary>Whether the text is as it must be. Allocates nothing.</summary>
    public bool Holds(string? text)
    {
        if (text is null)
        {
            return !_isRequired;
        }

        try
        {
            return !IsBlank(text) && text.Length >= _minLength && text.Length <= _maxLength && Matches(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    internal void Collect(string? text, List<Evidence> found)
    {
        if (text is null || IsBlank(text))
        {
            if (_isRequired)
            {
                found.Add(FeatureViolations.Missing(_name));
            }

            if (text is null)
            {
                return;
            }
        }

        if (_length.Judge(text.Length) is { } violation)
        {
            found.Add(violation);
        }

        try
        {
            if (!Matches(text))
            {
                found.Add(new("input.pattern", $"'{_name}' does not match its pattern.") { Feature = _name });
            }
        }
        catch (RegexMatchTimeoutException)
        {
            found.Add(new("input.pattern", string.Create(
                CultureInfo.InvariantCulture,
                $"'{_name}' could not be matched with its pattern within {_pattern!.MatchTimeout.TotalMilliseconds} ms."))
            {
                Feature = _name,
            });
        }
    }

    private bool IsBlank(string text) => _isRequired && !_allowsBlank && string.IsNullOrWhiteSpace(text);

    // As with [RegularExpression], empty text passes.
    private bool Matches(string text) => _pattern is null || text.Length == 0 || _pattern.IsMatch(text);

    /// <summary>Without backtracking, so that no text can hold a thread; where the pattern needs it (a look-around, a back-reference), with a time limit.</summary>
    /// <remarks>Measured: a pattern that may match anywhere allocates 96 bytes a call without backtracking, one that is tied to both ends nothing.</remarks>
    private static Regex Create(string pattern, TimeSpan timeout)
    {
        string whole = $@"\A(?:{pattern})\z";
        try
        {
            return new(whole, RegexOptions.NonBacktracking, timeout);
        }
        catch (NotSupportedException)
        {
            return new(whole, RegexOptions.None, timeout);
        }
    }
}
