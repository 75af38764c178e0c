using System.Globalization;
using System.Text;

namespace AISafety.Incidents;

/// <summary>Text as Markdown that shows it as it is: no link, no markup and no line comes of it.</summary>
internal static class MarkdownText
{
    private const string Special = "\\`*_[]<>#|~&!$@";

    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char one = text[i];
            switch (char.GetUnicodeCategory(one))
            {
                case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    escaped.Append(' ');
                    continue;
                case UnicodeCategory.Surrogate when !char.IsSurrogatePair(text, i) && !(i > 0 && char.IsSurrogatePair(text, i - 1)):
                    escaped.Append('\uFFFD');
                    continue;
            }

            // A bare address becomes a link by its colon or by its first point.
            bool isAddress = (one == ':' && text.AsSpan(i).StartsWith("://")) || (one == '.' && i >= 3 && text.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase));
            if (isAddress || Special.Contains(one, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(one);
        }

        return escaped.ToString().Trim();
    }

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time span for people: days, hours, minutes and seconds, without leading zeros of what is none.</summary>
    public static string Length(TimeSpan span)
    {
        long seconds = (long)Math.Round(span.TotalSeconds);
        (long days, seconds) = Math.DivRem(seconds, 86_400);
        (long hours, seconds) = Math.DivRem(seconds, 3_600);
        (long minutes, seconds) = Math.DivRem(seconds, 60);
        string[] parts =
        [
            .. new[] { (days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s") }
                .Where(static part => part.Item1 > 0).Select(static part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1} {part.Item2}")),
        ];
        return parts.Length == 0 ? "0 s" : string.Join(' ', parts);
    }
}
