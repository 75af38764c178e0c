using System.Text;

namespace AISafety.Evaluation.Verbs;

/// <summary>Splits a line of comma-separated cells, of which some may be quoted.</summary>
internal static class CsvLine
{
    /// <summary>The cells without surrounding blanks; null if a quote is not closed.</summary>
    public static string[]? Split(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append(c);
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString().Trim());
        return quoted ? null : [.. cells];
    }
}
