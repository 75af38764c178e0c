using System.Text.Json.Nodes;
using AISafety.Statistics;

namespace AISafety.Evaluation;

/// <summary>Metrics of scored rows: for each set of the file, every quantity that its keys name.</summary>
internal sealed class ClassificationVerb : IVerb
{
    private const int Bins = 10;

    // The scored files have six decimals; a score of 0 or 1 there means no more than within one unit of the last.
    private const double LogLossClip = 1e-6;

    public string Name => "classification";

    public string Help => "conformance/stats/classification_metrics.json; --data: the folder of the scored CSVs, else the folder of FILE";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        string folder = arguments.Option("data") ?? Path.GetDirectoryName(Path.GetFullPath(arguments.File))!;
        JsonObject results = [];
        if (JsonNode.Parse(File.ReadAllText(arguments.File)) is not JsonObject sets)
        {
            throw new BadFileException("Expected an object of sets.");
        }

        foreach ((string name, JsonNode? node) in sets)
        {
            results[name] = node is JsonObject set ? Compute(name, set, folder) : node?.DeepClone();
        }

        output.WriteTree(results);
    }

    private static JsonObject Compute(string name, JsonObject set, string folder)
    {
        if (set["file"] is not JsonValue value || !value.TryGetValue(out string? file))
        {
            throw new BadFileException($"{name}.file: expected the name of a CSV.");
        }

        ScoredRows rows = ScoredRows.Read(Path.Combine(folder, file));
        JsonObject results = [];
        foreach ((string key, JsonNode? _) in set)
        {
            results[key] = key == "file" ? file : Number(Quantity(key, rows));
        }

        return results;
    }

    private static double? Quantity(string key, ScoredRows rows) => key switch
    {
        "n" => rows.Labels.Length,
        "roc_auc" => RocAuc.Compute<double>(rows.Scores, rows.Labels).Area,
        "roc_auc_variance" => RocAuc.Compute<double>(rows.Scores, rows.Labels).Variance,
        "roc_auc_lower" => RocAuc.Compute<double>(rows.Scores, rows.Labels).Interval().Lower,
        "roc_auc_upper" => RocAuc.Compute<double>(rows.Scores, rows.Labels).Interval().Upper,
        "average_precision" => AveragePrecision.Of<double>(rows.Scores, rows.Labels),
        "brier" => BrierScore.Of(rows.Scores, rows.Labels),
        "log_loss" => LogLoss.Of(rows.Scores, rows.Labels, LogLossClip),
        "ece_10_equal_width" => CalibrationError.EqualWidth<double>(rows.Scores, rows.Labels, Bins).Expected,
        "ece_10_equal_mass" => CalibrationError.EqualMass<double>(rows.Scores, rows.Labels, Bins).Expected,
        "mce_10_equal_width" => CalibrationError.EqualWidth<double>(rows.Scores, rows.Labels, Bins).Maximum,
        "tp" => rows.Confusion.TruePositives,
        "fp" => rows.Confusion.FalsePositives,
        "tn" => rows.Confusion.TrueNegatives,
        "fn" => rows.Confusion.FalseNegatives,
        "f1" => rows.Confusion.F1,
        "f2" => rows.Confusion.FBeta(2),
        "f05" or "f0.5" => rows.Confusion.FBeta(0.5),
        "mcc" => rows.Confusion.Matthews,
        "accuracy" => rows.Confusion.Accuracy,
        "balanced_accuracy" => rows.Confusion.BalancedAccuracy,
        "precision" => rows.Confusion.Precision,
        "recall" => rows.Confusion.Recall,
        "specificity" => rows.Confusion.Specificity,
        "cohen_kappa" => rows.Confusion.Kappa,
        _ => null,
    };

    // JSON has no NaN: a quantity that is not defined is written like one that is not offered.
    private static JsonValue? Number(double? value) => value is double number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
