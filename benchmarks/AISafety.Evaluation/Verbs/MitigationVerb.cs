using System.Globalization;
using System.Text.Json.Nodes;
using AISafety.Evaluation.Mitigation;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>mitigation</c>: what each way of mitigation does to accuracy and to the differences between groups, on rows that nothing was fitted to, over random splits.</summary>
internal sealed class MitigationVerb : IVerb
{
    public string Name => "mitigation";

    public string Help => "CSV with a header, mixed columns, and a last column of 0 or 1; --group sex; --splits 20; --seed 0";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        int seed = Number(arguments, "seed", 0);
        int splits = Number(arguments, "splits", 20);
        PersonRows rows = PersonRows.Read(arguments.File, arguments.Option("group") ?? "sex");
        Dictionary<string, List<double[]>> values = [];
        for (int split = 0; split < splits; split++)
        {
            foreach ((string way, FairnessMetrics metrics) in new MitigationSplit(rows, seed + split).Run())
            {
                if (!values.TryGetValue(way, out List<double[]>? own))
                {
                    values[way] = own = [];
                }

                own.Add(
                [
                    metrics.Overall.Accuracy.Value,
                    metrics.DemographicParity.Difference.Value,
                    metrics.EqualOpportunity.Difference.Value,
                    metrics.EqualizedOdds.Difference.Value,
                ]);
            }
        }

        output.WriteLines(values.Select(way => Line(way.Key, way.Value, values["none"])));
    }

    private static JsonNode Line(string way, List<double[]> values, List<double[]> none)
    {
        JsonObject line = new() { ["way"] = way, ["splits"] = values.Count };
        Add(line, "accuracy", values.Select(static one => one[0]));
        Add(line, "accuracyLost", values.Zip(none, static (one, without) => without[0] - one[0]));
        Add(line, "demographicParity", values.Select(static one => one[1]));
        Add(line, "equalOpportunity", values.Select(static one => one[2]));
        Add(line, "equalizedOdds", values.Select(static one => one[3]));
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
