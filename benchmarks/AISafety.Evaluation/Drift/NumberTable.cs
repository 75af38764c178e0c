using System.Globalization;

namespace AISafety.Evaluation.Drift;

/// <summary>A table of numbers from a file: comma-, semicolon-, tab- or blank-separated. Empty cells, <c>?</c>, <c>NA</c> and <c>NaN</c> are missing.</summary>
internal sealed class NumberTable
{
    private NumberTable(string[] names, float[] cells)
    {
        Names = names;
        Cells = cells;
    }

    /// <summary>The columns' names; <c>x1</c>, <c>x2</c>, ... without a header.</summary>
    public string[] Names { get; }

    /// <summary>All numbers, row by row.</summary>
    public float[] Cells { get; }

    public int RowCount => Cells.Length / Names.Length;

    public ReadOnlySpan<float> Row(int row) => Cells.AsSpan(row * Names.Length, Names.Length);

    public static NumberTable Read(string file, bool hasHeader)
    {
        string[]? names = null;
        char separator = '\0';
        List<float> cells = [];
        int line = 0;
        foreach (string text in File.ReadLines(file))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            separator = separator == '\0' ? SeparatorOf(text) : separator;
            string[] words = separator == ' ' ? text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : text.Split(separator);
            if (names is null)
            {
                names = hasHeader ? Unique(words) : [.. words.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"x{i + 1}"))];
                if (hasHeader)
                {
                    continue;
                }
            }

            if (words.Length != names.Length)
            {
                throw new BadFileException($"line {line} has {words.Length} cells; expected {names.Length}.");
            }

            for (int i = 0; i < words.Length; i++)
            {
                cells.Add(Number(words[i].Trim().Trim('"'), line, names[i]));
            }
        }

        return cells.Count > 0 ? new(names!, [.. cells]) : throw new BadFileException("there is no row of numbers.");
    }

    private static char SeparatorOf(string text) => text.Contains(',') ? ',' : text.Contains(';') ? ';' : text.Contains('\t') ? '\t' : ' ';

    private static string[] Unique(string[] words)
    {
        HashSet<string> taken = [];
        return [.. words.Select((word, i) =>
        {
            string name = word.Trim().Trim('"');
            name = name.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"x{i + 1}") : name;
            return taken.Add(name) ? name : throw new BadFileException($"the header names the column '{name}' twice.");
        })];
    }

    private static float Number(string word, int line, string column) =>
        word is "" or "?" or "NA" or "na" or "null" or "NULL" ? float.NaN
        : float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value
        : throw new BadFileException(line == 1
            ? $"line 1: '{word}' is no number; give --header if the first line has the columns' names."
            : $"line {line}, column '{column}': '{word}' is no number.");
}
