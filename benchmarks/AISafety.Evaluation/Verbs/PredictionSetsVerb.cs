using System.Globalization;
using System.Text.Json.Nodes;
using AISafety.Evaluation.Selective;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>prediction-sets</c>: coverage and size of prediction sets, with one threshold and by class, over random splits.</summary>
internal sealed class PredictionSetsVerb : IVerb
{
    public string Name => "prediction-sets";

    public string Help => "CSV of features and class; --splits 200; --coverages 0.9,0.95; --seed 0";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        int seed = (int)Parse(arguments.Option("seed") ?? "0", "seed");
        int splits = (int)Parse(arguments.Option("splits") ?? "200", "splits");
        ClassifiedRows rows = ClassifiedRows.Read(arguments.File, seed);
        List<JsonNode> lines = [];
        foreach (double coverage in (arguments.Option("coverages") ?? "0.9,0.95").Split(',').Select(text => Parse(text, "coverages")))
        {
            foreach (PredictionSetKind kind in Enum.GetValues<PredictionSetKind>())
            {
                foreach (bool byClass in new[] { false, true })
                {
                    // 1 - 0.9 is to be 0.1, or a rank is lost.
                    SetTrial trial = SetTrial.Run(rows, kind, byClass, Math.Round(1 - coverage, 12), splits, seed);
                    lines.Add(new JsonObject
                    {
                        ["file"] = Path.GetFileName(arguments.File),
                        ["rows"] = rows.Labels.Length,
                        ["classes"] = rows.ClassCount,
                        ["asked"] = coverage,
                        ["kind"] = kind.ToString(),
                        ["byClass"] = byClass,
                        ["coverage"] = trial.Coverage,
                        ["coverageStandardError"] = trial.CoverageError,
                        ["worstClass"] = trial.WorstClass,
                        ["size"] = trial.Size,
                        ["singletons"] = trial.Singletons,
                    });
                }
            }
        }

        output.WriteLines(lines);
    }

    private static double Parse(string text, string name) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        ? value
        : throw new BadFileException($"--{name}: '{text}' is no number.");
}
