namespace AISafety.Robustness.Proofs;

/// <summary>An expression in brackets, or a word; with the line it begins on.</summary>
internal sealed record Expression(int Line, string? Word, IReadOnlyList<Expression> Parts)
{
    // Deeper than any property; keeps a hostile file from exhausting the stack.
    private const int MaxDepth = 100;

    /// <summary>The first word inside the brackets; empty if there is none.</summary>
    public string Head => Parts.Count > 0 ? Parts[0].Word ?? "" : "";

    /// <summary>The expressions of a file.</summary>
    /// <exception cref="VnnLibException">A bracket has no partner.</exception>
    public static List<Expression> ReadAll(string text)
    {
        List<List<Expression>> open = [[]];
        List<int> lines = [];
        int line = 1;
        for (int i = 0; i < text.Length;)
        {
            char one = text[i];
            if (one == ';')
            {
                while (i < text.Length && text[i] != '\n')
                {
                    i++;
                }
            }
            else if (char.IsWhiteSpace(one))
            {
                line += one == '\n' ? 1 : 0;
                i++;
            }
            else if (one == '(')
            {
                if (open.Count > MaxDepth)
                {
                    throw new VnnLibException(line, $"more than {MaxDepth} brackets within each other.");
                }

                open.Add([]);
                lines.Add(line);
                i++;
            }
            else if (one == ')')
            {
                if (lines.Count == 0)
                {
                    throw new VnnLibException(line, "a closing bracket without an opening one.");
                }

                List<Expression> parts = open[^1];
                open.RemoveAt(open.Count - 1);
                open[^1].Add(new(lines[^1], null, parts));
                lines.RemoveAt(lines.Count - 1);
                i++;
            }
            else
            {
                int start = i;
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('(' or ')' or ';'))
                {
                    i++;
                }

                open[^1].Add(new(line, text[start..i], []));
            }
        }

        return lines.Count == 0 ? open[0] : throw new VnnLibException(lines[^1], "a bracket that is not closed.");
    }

    public override string ToString() => Word ?? $"({Head} ...)";
}
