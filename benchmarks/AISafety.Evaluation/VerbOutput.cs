using System.Text.Json;
using System.Text.Json.Nodes;

namespace AISafety.Evaluation;

/// <summary>Where results go: to the file of <c>--out</c> as JSON, else to the console as lines that a person can read.</summary>
internal sealed class VerbOutput(string? file, TextWriter console)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes a result tree.</summary>
    public void WriteTree(JsonNode tree)
    {
        if (file is not null)
        {
            File.WriteAllText(file, tree.ToJsonString(Indented));
            return;
        }

        WriteLeaves(tree, "");
    }

    /// <summary>Writes one JSON line for each result.</summary>
    public void WriteLines(IEnumerable<JsonNode> lines)
    {
        using TextWriter? writer = file is null ? null : File.CreateText(file);
        foreach (JsonNode line in lines)
        {
            (writer ?? console).WriteLine(line.ToJsonString());
        }
    }

    private void WriteLeaves(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string key, JsonNode? child) in members)
                {
                    WriteLeaves(child, path.Length == 0 ? key : $"{path}.{key}");
                }

                break;
            case JsonArray items when items.Any(item => item is JsonObject or JsonArray):
                for (int i = 0; i < items.Count; i++)
                {
                    WriteLeaves(items[i], $"{path}[{i}]");
                }

                break;
            default:
                console.WriteLine($"{path,-60} {node?.ToJsonString() ?? "null"}");
                break;
        }
    }
}
