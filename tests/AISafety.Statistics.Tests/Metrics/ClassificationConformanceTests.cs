using System.Globalization;
using System.Text.Json.Nodes;

namespace AISafety.Statistics.Tests;

[Category("SharedData")]
public sealed class ClassificationConformanceTests
{
    [Test]
    public void Every_quantity_equals_its_expected_value()
    {
        string data = FindSharedData();
        JsonObject sets = JsonNode.Parse(File.ReadAllText(Path.Combine(data, "conformance", "stats", "classification_metrics.json")))!.AsObject();
        foreach ((string name, JsonNode? node) in sets)
        {
            JsonObject set = node!.AsObject();
            string[] lines = File.ReadAllLines(Path.Combine(data, "fairness", set["file"]!.GetValue<string>()));
            List<string> header = [.. lines[0].Split(',')];
            string[] Column(string title) => [.. lines.Skip(1).Select(line => line.Split(',')[header.IndexOf(title)])];
            double[] scores = [.. Column("score").Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            byte[] labels = [.. Column("y").Select(cell => byte.Parse(cell, CultureInfo.InvariantCulture))];
            byte[] predictions = [.. Column("pred").Select(cell => byte.Parse(cell, CultureInfo.InvariantCulture))];
            ConfusionCounts counts = Confusion.Of(labels, predictions);
            foreach ((string key, JsonNode? expected) in set)
            {
                double? value = key switch
                {
                    "file" => null,
                    "roc_auc" => RocAuc.Compute<double>(scores, labels).Area,
                    "average_precision" => AveragePrecision.Of<double>(scores, labels),
                    "brier" => BrierScore.Of(scores, labels),

                    // The file's scores have six decimals, and its log loss was made with scores cut to one unit of the last.
                    "log_loss" => LogLoss.Of(scores, labels, clip: 1e-6),
                    "f1" => counts.F1,
                    "mcc" => counts.Matthews,
                    "ece_10_equal_width" => CalibrationError.EqualWidth<double>(scores, labels).Expected,
                    _ => throw new AssertionException($"{name}.{key} is not computed."),
                };
                if (value is double computed)
                {
                    Assert.That(computed, Is.EqualTo(expected!.GetValue<double>()).Within(1e-7).Percent, $"{name}.{key}");
                }
            }
        }
    }

    private static string FindSharedData()
    {
        for (DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Ignore("There is no folder shared/data above the tests.");
        return "";
    }
}
