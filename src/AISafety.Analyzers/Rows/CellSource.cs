using static System.FormattableString;
using static AISafety.Analyzers.Rows.CodeText;

namespace AISafety.Analyzers.Rows;

/// <summary>Writes the code that writes the row.</summary>
internal static class CellSource
{
    public static void Write(CodeText code, RowModel row)
    {
        // A span of a length that the compiler knows needs no check at each cell.
        bool hasVectors = HasVectors(row.Parts);
        code.Line(Invariant($"global::System.Span<float> cells = row.Slice(0, {row.Width});"));
        if (hasVectors)
        {
            code.Line("bool complete = true;");
        }

        Write(code, row.Parts, "input", 0);
        code.Line(hasVectors ? "return complete;" : "return true;");
    }

    private static void Write(CodeText code, IEnumerable<RowPart> parts, string owner, int index)
    {
        foreach (RowPart part in parts)
        {
            string value = $"{owner}.{part.Member}";
            switch (part)
            {
                case NumberPart number:
                    code.Line(Invariant($"cells[{index}] = {Cell(code, value, number.CanBeNull, number.ToFloat, "float.NaN")};"));
                    break;
                case CategoryPart category:
                    code.Line(Invariant($"cells[{index}] = {Cell(code, value, category.CanBeNull, category.ToCode, "float.NaN")};"));
                    break;
                case VectorPart vector:
                    WriteVector(code, vector, value, index);
                    break;
                case NestedPart nested:
                    WriteNested(code, nested, value, index);
                    break;
            }

            index += part.Width;
        }
    }

    /// <summary>A value in another form, or <paramref name="missing"/> for null.</summary>
    public static string Cell(CodeText code, string value, bool canBeNull, string form, string missing)
    {
        if (!canBeNull)
        {
            return Fill(form, value);
        }

        string local = code.Local();
        return $"{value} is {{ }} {local} ? {Fill(form, local)} : {missing}";
    }

    private static void WriteVector(CodeText code, VectorPart vector, string value, int index)
    {
        string cells = Invariant($"cells.Slice({index}, {vector.Length})");
        if (!vector.CanBeNull)
        {
            code.Line($"complete &= global::AISafety.Generated.Cell.Copy({Fill(vector.ToSpan, value)}, {cells});");
            return;
        }

        string local = code.Local();
        code.Open($"if ({value} is {{ }} {local})")
            .Line($"complete &= global::AISafety.Generated.Cell.Copy({Fill(vector.ToSpan, local)}, {cells});")
            .Close()
            .Open("else").Line($"{cells}.Fill(float.NaN);").Close();
    }

    private static void WriteNested(CodeText code, NestedPart nested, string value, int index)
    {
        string local = code.Local();
        if (!nested.CanBeNull)
        {
            code.Line($"var {local} = {value};");
            Write(code, nested.Parts, local, index);
            return;
        }

        code.Open($"if ({value} is {{ }} {local})");
        Write(code, nested.Parts, local, index);
        code.Close().Open("else").Line(Invariant($"cells.Slice({index}, {nested.Width}).Fill(float.NaN);")).Close();
    }

    private static bool HasVectors(IEnumerable<RowPart> parts) =>
        parts.Any(part => part is VectorPart || (part is NestedPart nested && HasVectors(nested.Parts)));
}
