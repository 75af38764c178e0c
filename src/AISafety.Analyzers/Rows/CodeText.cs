using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AISafety.Analyzers.Rows;

/// <summary>C# text under construction, line by line.</summary>
/// <param name="indent">How many levels deep it starts.</param>
/// <param name="outer">The text that it will be part of; their local variables have different names.</param>
internal sealed class CodeText(int indent = 0, CodeText? outer = null)
{
    private readonly StringBuilder _text = new();
    private int _locals;

    /// <summary>How many levels deep the next line is.</summary>
    public int Indent { get; private set; } = indent;

    public static SymbolDisplayFormat Qualified { get; } =
        SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static SymbolDisplayFormat Escaped { get; } =
        SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static string Literal(string? text) => text is null ? "null" : SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Literal(bool value) => value ? "true" : "false";

    public static string Literal(double value) =>
        double.IsPositiveInfinity(value) ? "double.PositiveInfinity"
        : double.IsNegativeInfinity(value) ? "double.NegativeInfinity"
        : value.ToString("R", CultureInfo.InvariantCulture) + "d";

    /// <summary>Puts a value in the place of <c>{0}</c>.</summary>
    public static string Fill(string form, string value) => string.Format(CultureInfo.InvariantCulture, form, value);

    public CodeText Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', 4 * Indent).Append(line);
        }

        _text.Append('\n');
        return this;
    }

    public CodeText Open(string line = "")
    {
        if (line.Length > 0)
        {
            Line(line);
        }

        Line("{");
        Indent++;
        return this;
    }

    public CodeText Close(string ending = "")
    {
        Indent--;
        return Line("}" + ending);
    }

    /// <summary>A name for a local variable that is not taken.</summary>
    public string Local() => outer is not null ? outer.Local() : "value" + (++_locals).ToString(CultureInfo.InvariantCulture);

    public CodeText Add(CodeText lines)
    {
        _text.Append(lines._text);
        return this;
    }

    public override string ToString() => _text.ToString();
}
