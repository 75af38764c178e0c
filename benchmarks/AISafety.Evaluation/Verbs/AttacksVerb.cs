using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AISafety.Evaluation.Robustness;
using AISafety.Robustness;

namespace AISafety.Evaluation;

/// <summary>Scores, gradients and attacks of a network on images: what the keys of the file name.</summary>
internal sealed partial class AttacksVerb : IVerb
{
    public string Name => "attacks";

    public string Help => "conformance/xai/digits_mlp_*.json --model NET.onnx --rows CSV (pixels and label; --scale, default 16), or --rows and --labels in IDX (--scale, default 255)";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        OnnxGraph model = Load(arguments.Required("model"));
        ImageRows rows = ImageRows.Read(arguments, model.InputLength, model.OutputLength);
        if (JsonNode.Parse(File.ReadAllText(arguments.File)) is not JsonObject tree)
        {
            throw new BadFileException("Expected an object.");
        }

        AttackedNetwork network = new(model, rows);
        JsonObject results = [];
        foreach ((string key, JsonNode? node) in tree)
        {
            results[key] = Compute(network, key, node, rows.Count);
        }

        output.WriteTree(results);
    }

    private static OnnxGraph Load(string file)
    {
        try
        {
            return OnnxGraph.Load(file);
        }
        catch (OnnxGraphException fault)
        {
            throw new BadFileException(fault.Message, fault);
        }
    }

    private static JsonNode? Compute(AttackedNetwork network, string key, JsonNode? node, int all)
    {
        int count = Ends().Match(key) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * (match.Groups[2].Length > 0 ? 1000 : 1) : 0;
        return key switch
        {
            _ when key.StartsWith("test_accuracy_", StringComparison.Ordinal) || key.StartsWith("clean_accuracy_", StringComparison.Ordinal) => count <= all ? network.Accuracy(count) : null,
            _ when Logits().Match(key) is { Success: true } logits => network.Logits(int.Parse(logits.Groups[1].Value + logits.Groups[2].Value, CultureInfo.InvariantCulture)),
            _ when key.StartsWith("input_gradient_of_true_class_logit_first_", StringComparison.Ordinal) => network.Gradients(count),
            "integrated_gradients" => Attributions(network, node),
            _ when key.StartsWith("attacks_on_first_", StringComparison.Ordinal) => Attacks(network, key, node, count),
            _ when key == $"first_{count}" && node is JsonObject part => Part(network, key, part, count),
            _ => node is JsonValue ? node.DeepClone() : null,
        };
    }

    private static JsonObject Part(AttackedNetwork network, string path, JsonObject part, int count)
    {
        JsonObject results = [];
        foreach ((string key, JsonNode? node) in part)
        {
            results[key] = key switch
            {
                "clean" => network.Accuracy(count),
                "attacks_linf" => Attacks(network, $"{path}.{key}", node, count),
                _ => null,
            };
        }

        return results;
    }

    private static JsonArray Attributions(AttackedNetwork network, JsonNode? node)
    {
        JsonArray results = [];
        foreach (JsonNode? item in node as JsonArray ?? throw new BadFileException("integrated_gradients: expected an array."))
        {
            if (item is not JsonObject one || one["test_index"]?.AsValue().TryGetValue(out int index) != true || one["target"]?.AsValue().TryGetValue(out int target) != true)
            {
                throw new BadFileException($"integrated_gradients[{results.Count}]: expected test_index and target, whole numbers.");
            }

            if (one["baseline"]?.ToString() is { } baseline and not "zeros")
            {
                throw new BadFileException($"integrated_gradients[{results.Count}].baseline is '{baseline}'; expected zeros.");
            }

            results.Add(network.Attribution(one, index, target));
        }

        return results;
    }

    private static JsonObject Attacks(AttackedNetwork network, string path, JsonNode? node, int count)
    {
        JsonObject results = [];
        foreach ((string text, JsonNode? quantities) in node as JsonObject ?? throw new BadFileException($"{path}: expected an object."))
        {
            if (!float.TryParse(text, CultureInfo.InvariantCulture, out float epsilon) || quantities is not JsonObject named)
            {
                throw new BadFileException($"{path}.{text}: expected an epsilon, and an object of quantities.");
            }

            JsonObject values = [];
            foreach ((string key, JsonNode? _) in named)
            {
                values[key] = key == "fgsm_accuracy" ? network.Fgsm(epsilon, count)
                    : key == "ibp_certified_accuracy" ? network.Certified(epsilon, count)
                    : Pgd().Match(key) is { Success: true } pgd ? network.Pgd(epsilon, int.Parse(pgd.Groups[1].Value, CultureInfo.InvariantCulture), count)
                    : null;
            }

            results[text] = values;
        }

        return results;
    }

    [GeneratedRegex("_([0-9]+)(k?)$")]
    private static partial Regex Ends();

    [GeneratedRegex("^(?:first_([0-9]+)_logits|logits_first_([0-9]+))$")]
    private static partial Regex Logits();

    [GeneratedRegex("^pgd([0-9]+)_accuracy$")]
    private static partial Regex Pgd();
}
