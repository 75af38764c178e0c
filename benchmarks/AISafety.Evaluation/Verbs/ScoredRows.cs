using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Evaluation;

/// <summary>A CSV with the columns y, score and pred.</summary>
internal sealed record ScoredRows(double[] Scores, byte[] Labels, byte[] Predictions)
{
    public ConfusionCounts Confusion => Statistics.Confusion.Of(Labels, Predictions);

    /// <summary>Reads a file; an empty score is missing.</summary>
    /// <exception cref="BadFileException">A column is missing or a cell is not as it must be; names the line.</exception>
    public static ScoredRows Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] header = lines.Length == 0 ? [] : lines[0].Split(',');
        int y = IndexOf(header, "y", path);
        int score = IndexOf(header, "score", path);
        int pred = IndexOf(header, "pred", path);
        List<double> scores = [];
        List<byte> labels = [];
        List<byte> predictions = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            string[] cells = lines[i].Split(',');
            if (cells.Length != header.Length)
            {
                throw new BadFileException($"{path}, line {i + 1}: expected {header.Length} cells.");
            }

            labels.Add(Binary(cells[y], path, i + 1));
            predictions.Add(Binary(cells[pred], path, i + 1));
            scores.Add(cells[score].Length == 0 ? double.NaN
                : double.TryParse(cells[score], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
                : throw new BadFileException($"{path}, line {i + 1}: '{cells[score]}' is not a number."));
        }

        return new([.. scores], [.. labels], [.. predictions]);
    }

    private static int IndexOf(string[] header, string name, string path)
    {
        int index = Array.IndexOf(header, name);
        return index >= 0 ? index : throw new BadFileException($"{path}, line 1: the column {name} is missing.");
    }

    private static byte Binary(string cell, string path, int line) => cell switch
    {
        "0" or "0.0" => 0,
        "1" or "1.0" => 1,
        _ => throw new BadFileException($"{path}, line {line}: '{cell}' is neither 0 nor 1."),
    };
}
