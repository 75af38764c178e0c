using System.Text.RegularExpressions;
using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>Reads text: a category if its known values are stated; otherwise judged, but no feature.</summary>
internal static class TextReader
{
    private static readonly string[] _understood =
        [Known.AllowedValues, Known.StringLength, Known.MinLength, Known.MaxLength, Known.Length, Known.RegularExpression];

    public static IEnumerable<RowPart> Read(ReadProperty read, RowReports reports)
    {
        read.Stated.Refuse(reports, _understood);
        if (read.Stated.Unit is not null)
        {
            read.Stated.Bad(reports, read.Stated.Feature!, "text has no unit; remove Unit");
        }

        bool isCategory = read.Stated.AllowedValues is not null;
        bool isJudged = _understood.Skip(1).Any(name => read.Stated.Find(name) is not null);
        if (!isCategory && !isJudged && !read.Stated.IsRequired)
        {
            reports.Add(RowDiagnostics.Unmappable, read.Property, read.Property.Name, "string",
                "text needs [AllowedValues(...)] to be a category, or [Required], [StringLength] or [RegularExpression] to be judged without being a feature");
            return [];
        }

        List<RowPart> parts = [];
        if (isCategory && CategoryReader.ReadAllowed(read, reports) is { } category)
        {
            parts.Add(category);
        }

        if ((isJudged || !isCategory) && ReadRule(read, isCategory, reports) is { } rule)
        {
            parts.Add(rule);
        }

        return parts;
    }

    /// <summary>The rule; of a category the need is judged already.</summary>
    private static TextPart? ReadRule(ReadProperty read, bool isCategory, RowReports reports)
    {
        int min = 0;
        int max = int.MaxValue;
        foreach (string name in _understood.Skip(1).Take(4))
        {
            if (read.Stated.Find(name) is { } attribute)
            {
                int first = Stated.Argument<int>(attribute, 0);
                min = Math.Max(min, name switch
                {
                    Known.StringLength => Stated.Named<int>(attribute, "MinimumLength"),
                    Known.MaxLength => 0,
                    _ => first,
                });
                // [MaxLength] without a number, or with -1, states none.
                max = Math.Min(max, name switch
                {
                    Known.StringLength => first,
                    Known.MaxLength => attribute.ConstructorArguments.Length == 0 || first == -1 ? int.MaxValue : first,
                    Known.Length => Stated.Argument<int>(attribute, 1),
                    _ => int.MaxValue,
                });
                if (min > max)
                {
                    read.Stated.Bad(reports, attribute, "its least length is above the greatest");
                    return null;
                }
            }
        }

        AttributeData? expression = read.Stated.Find(Known.RegularExpression);
        string? pattern = Stated.Argument<string>(expression, 0);
        if (expression is not null && reports.AreWanted && !IsPattern(pattern))
        {
            read.Stated.Bad(reports, expression, "its pattern is no regular expression");
            return null;
        }

        return new(
            read.Member,
            read.Name,
            read.IsRequired && !isCategory,
            read.Stated.AllowsBlank,
            min,
            max,
            pattern,
            Stated.Named<int>(expression, "MatchTimeoutInMilliseconds"));
    }

    private static bool IsPattern(string? pattern)
    {
        try
        {
            // It is matched with the whole text; as such it must be an expression too.
            return !string.IsNullOrEmpty(pattern) && new Regex(pattern) is not null && new Regex($@"\A(?:{pattern})\z") is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
