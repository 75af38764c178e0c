using System.Globalization;

namespace AISafety.Evaluation.Drift;

/// <summary>A table from a file: comma-, semicolon-, tab- or blank-separated. Empty cells, <c>?</c>, <c>NA</c> and <c>NaN</c> are missing. A column is of numbers, or of text alone: then each text is a category, whose code is
/// its place in the order in which they first come.</summary>
internal sealed class NumberTable
{
    private readonly List<string>?[] _texts;

    private NumberTable(string[] names, float[] cells, List<string>?[] texts)
    {
        Names = names;
        Cells = cells;
        _texts = texts;
    }

    /// <summary>The columns' names; <c>x1</c>, <c>x2</c>, ... without a header.</summary>
    public string[] Names { get; }

    /// <summary>All numbers and codes, row by row.</summary>
    public float[] Cells { get; }

    public int RowCount => Cells.Length / Names.Length;

    public ReadOnlySpan<float> Row(int row) => Cells.AsSpan(row * Names.Length, Names.Length);

    /// <summary>The columns as features; of a column of text, the categories of the first rows are the known ones.</summary>
    public FeatureSchema<float[]> Schema(int knownRows)
    {
        FeatureSchema<float[]> schema = FeatureSchema.For<float[]>();
        for (int j = 0; j < Names.Length; j++)
        {
            int place = j;
            int known = 0;
            for (int row = 0; row < knownRows; row++)
            {
                known = Math.Max(known, float.IsNaN(Row(row)[j]) ? 0 : (int)Row(row)[j] + 1);
            }

            schema = _texts[j] is { } texts
                ? schema.Categorical(Names[j], row => float.IsNaN(row[place]) ? null : texts[(int)row[place]], known == 0 ? ["(none)"] : texts[..known], required: false)
                : schema.Numeric(Names[j], row => row[place], required: false);
        }

        return schema;
    }

    /// <summary>The columns of numbers alone.</summary>
    public NumberTable WithoutText()
    {
        int[] kept = [.. Enumerable.Range(0, Names.Length).Where(j => _texts[j] is null)];
        float[] cells = new float[RowCount * kept.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = Row(i / kept.Length)[kept[i % kept.Length]];
        }

        return new([.. kept.Select(j => Names[j])], cells, new List<string>?[kept.Length]);
    }

    public static NumberTable Read(string file, bool hasHeader)
    {
        string[]? names = null;
        char separator = '\0';
        List<string[]> rows = [];
        List<int> lines = [];
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

            rows.Add(words);
            lines.Add(line);
        }

        return rows.Count > 0 ? Parse(names!, rows, lines) : throw new BadFileException("there is no row of numbers.");
    }

    private static NumberTable Parse(string[] names, List<string[]> rows, List<int> lines)
    {
        float[] cells = new float[rows.Count * names.Length];
        List<string>?[] texts = new List<string>?[names.Length];
        for (int j = 0; j < names.Length; j++)
        {
            int firstText = -1;
            bool hasNumber = false;
            for (int i = 0; i < rows.Count; i++)
            {
                string word = rows[i][j].Trim().Trim('"');
                bool isMissing = word is "" or "?" or "NA" or "na" or "null" or "NULL" or "NaN" or "nan";
                float value = float.NaN;
                bool isNumber = !isMissing && float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
                cells[(i * names.Length) + j] = value;
                hasNumber |= isNumber;
                firstText = firstText < 0 && !isMissing && !isNumber ? i : firstText;
            }

            if (firstText >= 0 && hasNumber)
            {
                string hint = lines[firstText] == 1 ? "; give --header if the first line has the columns' names" : "";
                throw new BadFileException($"line {lines[firstText]}, column '{names[j]}': '{rows[firstText][j].Trim()}' is no number, as others in the column are{hint}.");
            }

            texts[j] = firstText >= 0 ? Encode(rows, j, cells, names.Length) : null;
        }

        return new(names, cells, texts);
    }

    private static List<string> Encode(List<string[]> rows, int column, float[] cells, int width)
    {
        List<string> texts = [];
        Dictionary<string, int> codes = [];
        for (int i = 0; i < rows.Count; i++)
        {
            string word = rows[i][column].Trim().Trim('"');
            if (word is "" or "?" or "NA" or "na" or "null" or "NULL" or "NaN" or "nan")
            {
                continue;
            }

            if (!codes.TryGetValue(word, out int code))
            {
                code = codes.Count;
                codes.Add(word, code);
                texts.Add(word);
            }

            cells[(i * width) + column] = code;
        }

        return texts;
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
}
