using static System.FormattableString;
using static AISafety.Analyzers.Rows.CodeText;

namespace AISafety.Analyzers.Rows;

/// <summary>Writes the code that finds everything that is wrong with an input.</summary>
internal static class FindingSource
{
    public static void Write(CodeText code, IEnumerable<RowPart> parts, string owner, TextPart[] texts) => Write(code, parts, owner, 0, texts);

    private static void Write(CodeText code, IEnumerable<RowPart> parts, string owner, int index, TextPart[] texts)
    {
        foreach (RowPart part in parts)
        {
            string value = $"{owner}.{part.Member}";
            code.Line($"found.At({Literal(part.Name)});");
            switch (part)
            {
                case NumberPart number:
                    string judged = CellSource.Cell(code, value, number.CanBeNull, number.ToDouble, "double.NaN");
                    code.Line(Invariant($"found.{(number.IsFinerThanRow ? "Exact" : "Number")}({index}, {judged}, {Literal(number.IsRequired)});"));
                    break;
                case CategoryPart category:
                    string coded = CellSource.Cell(code, value, category.CanBeNull, category.ToCode, "float.NaN");
                    code.Line(Invariant($"found.Category({index}, {coded}, {Literal(category.IsRequired)});"));
                    break;
                case VectorPart { CanBeNull: false } vector:
                    code.Line(Vector(vector, value, index));
                    break;
                case VectorPart vector:
                    string elements = code.Local();
                    code.Open($"if ({value} is {{ }} {elements})").Line(Vector(vector, elements, index)).Close();
                    break;
                case TextPart text:
                    code.Line(Invariant($"found.Text(Text{Array.IndexOf(texts, text)}, {value});"));
                    break;
                case NestedPart nested:
                    WriteNested(code, nested, value, index, texts);
                    break;
            }

            index += part.Width;
        }
    }

    private static string Vector(VectorPart vector, string value, int index) =>
        Invariant($"found.Vector({index}, {Literal(vector.Name)}, {Fill(vector.ToSpan, value)}, {vector.Length}, {Literal(vector.IsRequired)});");

    private static void WriteNested(CodeText code, NestedPart nested, string value, int index, TextPart[] texts)
    {
        string local = code.Local();
        if (nested.CanBeNull)
        {
            code.Open($"if ({value} is {{ }} {local})");
        }
        else
        {
            code.Open().Line($"var {local} = {value};");
        }

        Write(code, nested.Parts, local, index, texts);
        code.Close();
        if (nested is { CanBeNull: true, IsRequired: true })
        {
            code.Open("else").Line($"found.Missing({Literal(nested.Name)});").Close();
        }
    }
}
