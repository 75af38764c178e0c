using System.Text.Json.Nodes;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>detectors</c>: where each case's detector reports drift in its stream.</summary>
internal sealed class DetectorsVerb : IVerb
{
    private const string Result = "expected_drift_indices";

    public string Name => "detectors";

    public string Help => "FILE like conformance/drift/cases.json, its streams beside it: the indices at which each detector fires.";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        JsonObject tree = JsonNode.Parse(File.ReadAllText(arguments.File)) as JsonObject
            ?? throw new BadFileException("Expected a JSON object.");
        JsonObject streams = tree["streams"] as JsonObject ?? throw new BadFileException("The key 'streams' is missing.");
        JsonArray cases = tree["cases"] as JsonArray ?? throw new BadFileException("The key 'cases' is missing.");
        string folder = arguments.Option("data") ?? Path.GetDirectoryName(Path.GetFullPath(arguments.File))!;
        for (int i = 0; i < cases.Count; i++)
        {
            JsonObject row = cases[i] as JsonObject ?? throw new BadFileException($"cases[{i}]: expected an object.");
            string stream = Text(row["stream"], $"cases[{i}].stream");
            string file = Text((streams[stream] as JsonObject)?["file"], $"streams.{stream}.file");
            DriftDetector? detector = NamedDetectors.Create(Text(row["detector"], $"cases[{i}].detector"), row["parameters"] as JsonObject);
            row[Result] = detector is null ? null : Drifts(detector, NumberStream.Lines(Path.Combine(folder, file)));
            ForgetOther(row, "we_reran_upstream_code");
        }

        ForgetOther(tree, "kswin_is_random");
        output.WriteTree(tree);
    }

    private static JsonArray Drifts(DriftDetector detector, double[] values)
    {
        JsonArray indices = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (detector.Update(values[i]) == DriftState.Drift)
            {
                indices.Add(i);
            }
        }

        return indices;
    }

    /// <summary>A result of other people's programs is none that this library offers.</summary>
    private static void ForgetOther(JsonObject row, string key)
    {
        if (row.ContainsKey(key))
        {
            row[key] = null;
        }
    }

    private static string Text(JsonNode? node, string key) => node is JsonValue value && value.TryGetValue(out string? text)
        ? text
        : throw new BadFileException($"The key '{key}' is missing or no text.");
}
