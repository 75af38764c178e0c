using System.Globalization;
using System.IO.Compression;

namespace AISafety.Evaluation.Selective;

/// <summary>A CSV of features whose last column is the class, counted from 0. A first line "rows,features,names..." is passed over; a name ending in .gz is unpacked.</summary>
internal sealed record LabelledRows(double[][] Features, int[] Labels)
{
    public int ClassCount { get; } = Labels.Max() + 1;

    /// <exception cref="BadFileException">A line is not so; names it.</exception>
    public static LabelledRows Read(string path)
    {
        List<double[]> features = [];
        List<int> labels = [];
        int number = 0;
        foreach (string line in Lines(path))
        {
            string[] cells = line.Split(',');
            bool isHeader = ++number == 1 && Array.Exists(cells, cell => !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
            if (isHeader || line.Length == 0)
            {
                continue;
            }

            double[] row = [.. cells.Select(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? value
                : throw new BadFileException($"{path}, line {number}: '{cell}' is no number."))];
            if (row.Length < 2 || (features.Count > 0 && row.Length != features[0].Length + 1) || row[^1] < 0 || row[^1] > 1000 || row[^1] != Math.Floor(row[^1]))
            {
                throw new BadFileException($"{path}, line {number}: expected features, as many as in the first row, and a class.");
            }

            features.Add(row[..^1]);
            labels.Add((int)row[^1]);
        }

        return features.Count > 0 ? new([.. features], [.. labels]) : throw new BadFileException($"{path}: there is no row.");
    }

    private static IEnumerable<string> Lines(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(plain);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
