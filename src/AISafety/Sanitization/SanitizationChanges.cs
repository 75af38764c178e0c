using AISafety.Validation;

namespace AISafety.Sanitization;

/// <summary>The one wording for what was changed.</summary>
internal static class SanitizationChanges
{
    public static Evidence Clamped<TValue>(string name, TValue value, TValue limit, bool isBelow) =>
        new("input.clamped", $"'{name}' was {(isBelow ? "below its minimum" : "above its maximum")} and was set to {JudgedValue.ToText(limit)}.")
        {
            Feature = name,
            Score = JudgedValue.ToScore(value),
            Threshold = JudgedValue.ToScore(limit),
        };

    public static Evidence Imputed(string name) =>
        new("input.imputed", $"'{name}' was missing and was set to its stated value.") { Feature = name };

    public static Evidence Trimmed(string name) =>
        new("input.trimmed", $"'{name}' had white space around it, which was removed.") { Feature = name };
}
