using System.Globalization;
using System.Text.Json.Nodes;
using AISafety.Evaluation.Mitigation;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>mitigation</c>: what each way of mitigation does to accuracy and to the differences between groups, on rows that nothing was fitted to, over random splits.</summary>
internal sealed class MitigationVerb : IVerb
{
    public string Name => "mitigation";

    public string Help => "CSV with a header, mixed columns, and a last column of 0 or 1; --group sex; --splits 20; --seed 0; --trainer lbfgs, sdca or trees (what is done in training, by ML.NET); --export DIR (rows and splits, for peers)";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        int seed = Number(arguments, "seed", 0);
        int splits = Number(arguments, "splits", 20) is > 0 and var asked ? asked : throw new BadFileException("--splits: expected 1 or more.");
        PersonRows rows = PersonRows.Read(arguments.File, arguments.Option("group") ?? "sex");
        if (arguments.Option("export") is { } folder)
        {
            ReductionSplit.Export(rows, folder, Enumerable.Range(seed, splits));
        }

        string? trainer = arguments.Option("trainer");
        Dictionary<string, List<double[]>> values = [];
        for (int split = 0; split < splits; split++)
        {
            double without = double.NaN;
            foreach ((string way, FairnessMetrics metrics) in trainer is null ? new MitigationSplit(rows, seed + split).Run() : new ReductionSplit(rows, seed + split, trainer).Run())
            {
                if (!values.TryGetValue(way, out List<double[]>? own))
                {
                    values[way] = own = [];
                }

                double accuracy = metrics.Overall.Accuracy.Value;
                without = way == MitigationSplit.None ? accuracy : without;
                own.Add(
                [
                    accuracy,
                    without - accuracy,
                    metrics.DemographicParity.Difference.Value,
                    metrics.EqualOpportunity.Difference.Value,
                    metrics.EqualizedOdds.Difference.Value,
                ]);
            }
        }

        output.WriteLines(values.Select(static way => Line(way.Key, way.Value)));
    }

    private static JsonObject Line(string way, List<double[]> values)
    {
        JsonObject line = new() { ["way"] = way, ["splits"] = values.Count };
        string[] names = ["accuracy", "accuracyLost", "demographicParity", "equalOpportunity", "equalizedOdds"];
        for (int i = 0; i < names.Length; i++)
        {
            Add(line, names[i], values.Select(one => one[i]));
        }

        return line;
    }

    private static void Add(JsonObject line, string name, IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        line[name] = Math.Round(mean, 5);
        line[$"{name}StandardError"] = Math.Round(Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, all.Length - 1) / all.Length), 5);
    }

    private static int Number(VerbArguments arguments, string name, int without) => arguments.Option(name) is not { } text ? without
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value
        : throw new BadFileException($"--{name}: '{text}' is no whole number.");
}
