using System.Globalization;
using System.Text.Json.Nodes;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>performance</c>: what the metrics of a classifier come to on each chunk of a file, estimated without its labels; and what they were, where the file has them.</summary>
internal sealed class PerformanceVerb : IVerb
{
    private const int DefaultChunk = 2000;

    public string Name => "performance";

    public string Help =>
        "CSV, --reference REF.csv; columns by --probability --prediction --label (else score, pred, y and the like); --chunk 2000: a last chunk that is not full is added to the one before it; --confidence 0.95; --seed 1";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        PredictedRows reference = PredictedRows.OfReference(arguments.Required("reference"), arguments);
        PredictedRows rows = PredictedRows.OfFile(arguments.File, arguments);
        int chunk = (int)Number(arguments, "chunk", DefaultChunk, 1, int.MaxValue);
        double confidence = Number(arguments, "confidence", 0.95, 0.01, 0.99);
        PerformanceEstimator estimator = Learn(reference, arguments);
        output.WriteLines(Chunks(rows.Probabilities.Length, chunk).Select(range => Line(estimator, rows, range, confidence)));
    }

    private static PerformanceEstimator Learn(PredictedRows reference, VerbArguments arguments)
    {
        int[] labelled = [.. Enumerable.Range(0, reference.Labels.Length).Where(row => reference.Labels[row] is not null)];
        try
        {
            return PerformanceEstimator.Fit(
                Array.ConvertAll(labelled, row => reference.Probabilities[row]),
                Array.ConvertAll(labelled, row => reference.Labels[row]!.Value),
                (int)Number(arguments, "seed", 1, 0, int.MaxValue));
        }
        catch (ArgumentException exception)
        {
            throw new BadFileException($"{Path.GetFileName(arguments.Required("reference"))}: {exception.Message}", exception);
        }
    }

    private static IEnumerable<Range> Chunks(int rows, int chunk)
    {
        int whole = Math.Max(1, rows / chunk);
        for (int i = 0; i < whole; i++)
        {
            yield return (i * chunk)..(i == whole - 1 ? rows : (i + 1) * chunk);
        }
    }

    private static JsonObject Line(PerformanceEstimator estimator, PredictedRows rows, Range range, double confidence)
    {
        (int start, int length) = range.GetOffsetAndLength(rows.Probabilities.Length);
        PerformanceEstimate estimate = estimator.Estimate(rows.Probabilities.AsSpan(range), rows.Predictions.AsSpan(range), confidence);
        JsonObject line = new()
        {
            ["start"] = start,
            ["end"] = start + length,
            ["rows"] = estimate.Count,
            ["missing"] = estimate.Missing,
            ["auc"] = Estimated(estimate.RocAuc),
            ["accuracy"] = Estimated(estimate.Accuracy),
            ["f1"] = Estimated(estimate.F1),
            ["precision"] = Estimated(estimate.Precision),
            ["recall"] = Estimated(estimate.Recall),
        };
        if (rows.Labels.Length > 0)
        {
            line["realised"] = Realised(rows, start, length);
        }

        return line;
    }

    private static JsonObject Realised(PredictedRows rows, int start, int length)
    {
        int[] labelled = [.. Enumerable.Range(start, length).Where(row => rows.Labels[row] is not null)];
        byte[] labels = Array.ConvertAll(labelled, row => rows.Labels[row]!.Value);
        int[] scored = [.. labelled.Where(row => !double.IsNaN(rows.Probabilities[row]))];
        ConfusionCounts counts = Confusion.Of(Array.ConvertAll(scored, row => rows.Labels[row]!.Value), Array.ConvertAll(scored, row => rows.Predictions[row]));
        return new()
        {
            ["auc"] = Number(RocAuc.Compute<double>(Array.ConvertAll(labelled, row => rows.Probabilities[row]), labels).Area),
            ["accuracy"] = Number(counts.Accuracy),
            ["f1"] = Number(counts.F1),
            ["precision"] = Number(counts.Precision),
            ["recall"] = Number(counts.Recall),
        };
    }

    private static JsonObject Estimated(MetricEstimate metric) => new()
    {
        ["estimate"] = Number(metric.Value),
        ["lower"] = Number(metric.Interval.Lower),
        ["upper"] = Number(metric.Interval.Upper),
    };

    // JSON has no NaN: a metric that is not defined is null.
    private static JsonValue? Number(double value) => double.IsNaN(value) ? null : JsonValue.Create(value);

    private static double Number(VerbArguments arguments, string name, double otherwise, double least, double most) =>
        arguments.Option(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most ? value
        : throw new BadFileException(string.Create(CultureInfo.InvariantCulture, $"--{name}: '{text}' is no number from {least} to {most}."));
}
