using System.Text.Json.Nodes;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary>Fairness of scored rows: for each set and each of its columns of groups, every quantity that the file's keys name.</summary>
internal sealed class FairnessVerb : IVerb
{
    // Every group is compared, whatever its size, as the file's definitions say.
    private static readonly FairnessOptions Options = new() { MinimumGroupSize = 1, Resamples = 0 };

    public string Name => "fairness";

    public string Help => "conformance/fairness/expected.json; --data: the folder of the scored CSVs, else the folder of FILE";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        string folder = arguments.Option("data") ?? Path.GetDirectoryName(Path.GetFullPath(arguments.File))!;
        JsonObject tree = JsonNode.Parse(File.ReadAllText(arguments.File)) as JsonObject ?? throw new BadFileException("Expected an object.");
        if (tree["sets"] is not JsonObject sets)
        {
            throw new BadFileException("sets: expected an object of sets.");
        }

        JsonObject results = [];
        foreach ((string key, JsonNode? node) in tree)
        {
            results[key] = key == "sets" ? null : node?.DeepClone();
        }

        JsonObject computed = [];
        foreach ((string name, JsonNode? node) in sets)
        {
            computed[name] = OfSet($"sets.{name}", node, folder);
        }

        results["sets"] = computed;
        output.WriteTree(results);
    }

    private static JsonObject OfSet(string path, JsonNode? node, string folder)
    {
        JsonObject set = node as JsonObject ?? throw new BadFileException($"{path}: expected an object.");
        if (set["file"] is not JsonValue value || !value.TryGetValue(out string? file))
        {
            throw new BadFileException($"{path}.file: expected the name of a CSV.");
        }

        string csv = Path.Combine(folder, file);
        GroupedRows rows = File.Exists(csv) ? GroupedRows.Read(csv) : throw new BadFileException($"{path}.file: there is no '{csv}'.");
        JsonObject results = [];
        foreach ((string key, JsonNode? child) in set)
        {
            results[key] = key switch
            {
                "file" or "model" => child?.DeepClone(),
                "n" => rows.Labels.Length,
                "groups" => OfColumns($"{path}.groups", child, rows),
                _ => null,
            };
        }

        return results;
    }

    private static JsonObject OfColumns(string path, JsonNode? node, GroupedRows rows)
    {
        JsonObject columns = node as JsonObject ?? throw new BadFileException($"{path}: expected an object of columns.");
        JsonObject results = [];
        foreach ((string column, JsonNode? child) in columns)
        {
            JsonObject keys = child as JsonObject ?? throw new BadFileException($"{path}.{column}: expected an object.");
            (GroupAttribute attribute, int[] codes) = rows.Grouped(column) ?? throw new BadFileException($"{path}.{column}: {rows.File} has no such column.");
            FairnessQuantities quantities = new(rows, attribute, codes, Options);
            JsonObject computed = [];
            foreach ((string key, JsonNode? quantity) in keys)
            {
                computed[key] = key switch
                {
                    "overall" => quantity is JsonObject names ? OfGroup(names, name => quantities.OfGroup(-1, name)) : null,
                    "by_group" => quantity is JsonObject groups ? OfGroups(groups, quantities, attribute) : null,
                    _ => Number(quantities.OfAll(key)),
                };
            }

            results[column] = computed;
        }

        return results;
    }

    private static JsonObject OfGroups(JsonObject groups, FairnessQuantities quantities, GroupAttribute attribute)
    {
        JsonObject results = [];
        foreach ((string name, JsonNode? node) in groups)
        {
            int group = attribute.Groups.ToList().IndexOf(name);
            results[name] = node is JsonObject keys ? OfGroup(keys, key => group < 0 ? null : quantities.OfGroup(group, key)) : null;
        }

        return results;
    }

    private static JsonObject OfGroup(JsonObject keys, Func<string, double?> quantity)
    {
        JsonObject results = [];
        foreach ((string key, JsonNode? _) in keys)
        {
            results[key] = Number(quantity(key));
        }

        return results;
    }

    // JSON has no NaN: what is not defined is written like what is not offered.
    private static JsonValue? Number(double? value) => value is double number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
