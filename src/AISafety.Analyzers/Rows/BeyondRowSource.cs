using static System.FormattableString;

namespace AISafety.Analyzers.Rows;

/// <summary>Writes the code that judges what the row does not show. No line at all if it shows everything.</summary>
internal static class BeyondRowSource
{
    public static void Write(CodeText code, IEnumerable<RowPart> parts, string owner, TextPart[] texts) =>
        Write(code, parts, owner, 0, isOptional: false, texts);

    /// <param name="code">Receives the lines.</param>
    /// <param name="parts">The parts of a row.</param>
    /// <param name="owner">The variable that holds it.</param>
    /// <param name="index">Its place in the whole row.</param>
    /// <param name="isOptional">Whether it may be null, so that what is required in it is not required of the whole.</param>
    /// <param name="texts">The texts, in the order of their rules.</param>
    private static void Write(CodeText code, IEnumerable<RowPart> parts, string owner, int index, bool isOptional, TextPart[] texts)
    {
        foreach (RowPart part in parts)
        {
            string value = $"{owner}.{part.Member}";
            if (part is NumberPart { IsFinerThanRow: true } fine)
            {
                RefuseOutOfRange(code, fine, value);
            }

            switch (part)
            {
                case NumberPart { IsRequired: true } number when isOptional && (number.CanBeNull || number.CanBeNaN):
                case CategoryPart { IsRequired: true, CanBeNull: true } when isOptional:
                    Refuse(code, Invariant($"float.IsNaN(row[{index}])"));
                    break;
                case VectorPart { IsRequired: true } vector when isOptional:
                    Refuse(code, Invariant($"global::AISafety.Generated.Cell.HasMissing(row.Slice({index}, {vector.Length}))"));
                    break;
                case VectorPart { IsRequired: false } vector:
                    string elements = code.Local();
                    Refuse(code, Invariant($"{value} is {{ }} {elements} && {elements}.Length != {vector.Length}"));
                    break;
                case TextPart text:
                    Refuse(code, Invariant($"!Text{Array.IndexOf(texts, text)}.Holds({value})"));
                    break;
                case NestedPart nested:
                    WriteNested(code, nested, value, index, isOptional, texts);
                    break;
            }

            index += part.Width;
        }
    }

    private static void WriteNested(CodeText code, NestedPart nested, string value, int index, bool isOptional, TextPart[] texts)
    {
        bool canBeMissing = nested.CanBeNull && !nested.IsRequired;
        string local = code.Local();
        CodeText inner = new(code.Indent + 1, code);
        Write(inner, nested.Parts, local, index, isOptional || canBeMissing, texts);
        bool isEmpty = inner.ToString().Length == 0;
        if (canBeMissing)
        {
            if (!isEmpty)
            {
                code.Open($"if ({value} is {{ }} {local})").Add(inner).Close();
            }
        }
        else if (nested.CanBeNull)
        {
            Refuse(code, $"{value} is null");
            if (!isEmpty)
            {
                code.Open().Line($"var {local} = {value};").Add(inner).Close();
            }
        }
        else if (!isEmpty)
        {
            code.Open().Line($"var {local} = {value};").Add(inner).Close();
        }
    }

    /// <summary>A value of NaN is missing, and on neither side.</summary>
    private static void RefuseOutOfRange(CodeText code, NumberPart number, string value)
    {
        string judged = CellSource.Cell(code, value, number.CanBeNull, number.ToDouble, "double.NaN");
        string below = double.IsInfinity(number.Min) ? "" : $"< {CodeText.Literal(number.Min)}";
        string above = double.IsInfinity(number.Max) ? "" : $"> {CodeText.Literal(number.Max)}";
        Refuse(code, $"({judged}) is {below}{(below.Length > 0 && above.Length > 0 ? " or " : "")}{above}");
    }

    private static void Refuse(CodeText code, string condition) =>
        code.Open($"if ({condition})").Line("return false;").Close().Line();
}
