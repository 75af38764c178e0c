using System.Globalization;

namespace AISafety.Evaluation.Verbs;

/// <summary>A CSV with a header line: the probability of each row, what was predicted, and what came true where that is known.</summary>
/// <param name="Probabilities">0 to 1; NaN if the cell is empty.</param>
/// <param name="Predictions">0 or 1 each; empty if they were not asked for.</param>
/// <param name="Labels">0 or 1, null where it is not known; empty if there is no such column.</param>
internal sealed record PredictedRows(double[] Probabilities, byte[] Predictions, byte?[] Labels)
{
    private static readonly string[] ProbabilityNames = ["probability", "score", "y_pred_proba", "proba", "prob", "p"];
    private static readonly string[] PredictionNames = ["prediction", "pred", "y_pred", "predicted"];
    private static readonly string[] LabelNames = ["label", "y", "y_true", "target", "actual", "outcome", "truth"];

    /// <summary>Reads a reference: probability and label.</summary>
    public static PredictedRows OfReference(string path, VerbArguments arguments) => Read(path, arguments, needsPredictions: false, needsLabels: true);

    /// <summary>Reads a file whose labels may be missing.</summary>
    public static PredictedRows OfFile(string path, VerbArguments arguments) => Read(path, arguments, needsPredictions: true, needsLabels: false);

    private static PredictedRows Read(string path, VerbArguments arguments, bool needsPredictions, bool needsLabels)
    {
        string name = Path.GetFileName(path);
        string[] lines = File.ReadAllLines(path);
        string[] header = lines.Length == 0 ? [] : CsvLine.Split(lines[0]) ?? throw new BadFileException($"{name}, line 1: a quote is not closed.");
        int probability = Find(header, arguments.Option("probability"), ProbabilityNames, name, "probability") ?? throw Missing(name, "probability", ProbabilityNames);
        int? prediction = needsPredictions
            ? Find(header, arguments.Option("prediction"), PredictionNames, name, "prediction") ?? throw Missing(name, "prediction", PredictionNames)
            : null;

        // The option names the label of the reference; a file without it has none.
        string? asked = needsLabels || Array.IndexOf(header, arguments.Option("label")) >= 0 ? arguments.Option("label") : null;
        int? label = asked is null && arguments.Has("label") ? null : Find(header, asked, LabelNames, name, "label");
        if (needsLabels && label is null)
        {
            throw Missing(name, "label", LabelNames);
        }

        List<double> probabilities = [];
        List<byte> predictions = [];
        List<byte?> labels = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }

            string[] cells = CsvLine.Split(lines[i]) ?? throw new BadFileException($"{name}, line {i + 1}: a quote is not closed.");
            if (cells.Length != header.Length)
            {
                throw new BadFileException($"{name}, line {i + 1}: there are {cells.Length} cells; expected {header.Length}.");
            }

            probabilities.Add(Probability(cells[probability], name, i + 1, header[probability]));
            if (prediction is { } p)
            {
                predictions.Add(Binary(cells[p], name, i + 1, header[p]) ?? throw new BadFileException($"{name}, line {i + 1}, column {header[p]}: the cell is empty; expected 0 or 1."));
            }

            if (label is { } l)
            {
                labels.Add(Binary(cells[l], name, i + 1, header[l]));
            }
        }

        return probabilities.Count > 0
            ? new([.. probabilities], [.. predictions], [.. labels])
            : throw new BadFileException($"{name}, line 2: there is no row.");
    }

    private static int? Find(string[] header, string? asked, string[] usual, string file, string option)
    {
        if (asked is not null)
        {
            int index = Array.IndexOf(header, asked);
            return index >= 0 ? index : throw new BadFileException($"{file}, line 1: there is no column '{asked}', named by --{option}.");
        }

        foreach (string name in usual)
        {
            int index = Array.FindIndex(header, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
            {
                return index;
            }
        }

        return null;
    }

    private static BadFileException Missing(string file, string option, string[] usual) =>
        new($"{file}, line 1: there is no column called {string.Join(", ", usual)}; name it by --{option}.");

    private static double Probability(string cell, string file, int line, string column)
    {
        if (cell.Length == 0 || cell.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return double.NaN;
        }

        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1
            ? value
            : throw new BadFileException($"{file}, line {line}, column {column}: '{cell}' is not a number from 0 to 1.");
    }

    private static byte? Binary(string cell, string file, int line, string column) => cell.ToUpperInvariant() switch
    {
        "" or "NAN" => null,
        "TRUE" => 1,
        "FALSE" => 0,
        _ => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is 0 or 1
            ? (byte)value
            : throw new BadFileException($"{file}, line {line}, column {column}: '{cell}' is neither 0 nor 1."),
    };
}
