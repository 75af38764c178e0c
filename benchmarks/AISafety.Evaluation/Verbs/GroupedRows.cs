using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary>A CSV with the columns y and pred, score where there is one, and columns of groups.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Header">The names of the columns.</param>
/// <param name="Cells">The cells of each row.</param>
/// <param name="Labels">y: 0 or 1.</param>
/// <param name="Predictions">pred: 0 or 1.</param>
/// <param name="Scores">NaN if the cell is empty; null if there is no such column.</param>
internal sealed record GroupedRows(string File, string[] Header, string[][] Cells, byte[] Labels, byte[] Predictions, double[]? Scores)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="BadFileException">A column is missing or a cell is not as it must be; names the line.</exception>
    public static GroupedRows Read(string path)
    {
        string name = Path.GetFileName(path);
        string[] lines = System.IO.File.ReadAllLines(path);
        string[] header = lines.Length == 0 ? [] : Split(lines[0], name, 1);
        int y = IndexOf(header, "y", name);
        int pred = IndexOf(header, "pred", name);
        int score = Array.IndexOf(header, "score");
        List<string[]> rows = [];
        List<byte> labels = [];
        List<byte> predictions = [];
        List<double> scores = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }

            string[] cells = Split(lines[i], name, i + 1);
            if (cells.Length != header.Length)
            {
                throw new BadFileException($"{name}, line {i + 1}: there are {cells.Length} cells; expected {header.Length}.");
            }

            rows.Add(cells);
            labels.Add(Binary(cells[y], name, i + 1, "y"));
            predictions.Add(Binary(cells[pred], name, i + 1, "pred"));
            if (score >= 0)
            {
                scores.Add(Score(cells[score], name, i + 1));
            }
        }

        return rows.Count > 0
            ? new(name, header, [.. rows], [.. labels], [.. predictions], score >= 0 ? [.. scores] : null)
            : throw new BadFileException($"{name}, line 2: there is no row.");
    }

    /// <summary>The groups of a column: their names, and each row's code; null if there is no such column.</summary>
    public (GroupAttribute Attribute, int[] Codes)? Grouped(string column)
    {
        int index = Array.IndexOf(Header, column);
        if (index < 0)
        {
            return null;
        }

        int[] codes = new int[Cells.Length];
        return (GroupAttribute.Encode(column, Cells.Select(cells => cells[index]).ToArray(), codes), codes);
    }

    private static string[] Split(string line, string file, int number) =>
        CsvLine.Split(line) ?? throw new BadFileException($"{file}, line {number}: a quote is not closed.");

    private static int IndexOf(string[] header, string column, string file)
    {
        int index = Array.IndexOf(header, column);
        return index >= 0 ? index : throw new BadFileException($"{file}, line 1: the column {column} is missing.");
    }

    private static byte Binary(string cell, string file, int line, string column) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is 0 or 1
            ? (byte)value
            : throw new BadFileException($"{file}, line {line}, column {column}: '{cell}' is neither 0 nor 1.");

    private static double Score(string cell, string file, int line) =>
        cell.Length == 0 ? double.NaN
        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : throw new BadFileException($"{file}, line {line}, column score: '{cell}' is not a number.");
}
