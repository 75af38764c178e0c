using System.Text.Json.Nodes;

namespace AISafety.Evaluation.Verbs;

/// <summary>Reads a detector's parameters, and tells of those that nobody asked for.</summary>
internal sealed class DetectorParameters(string detector, JsonObject? parameters)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public double Number(string name, double without) => Read(name) is { } value ? As<double>(value, name) : without;

    public int Whole(string name, int without) => Read(name) is { } value ? As<int>(value, name) : without;

    public bool Flag(string name, bool without) => Read(name) is { } value ? As<bool>(value, name) : without;

    public void RequireAllRead()
    {
        if (parameters?.FirstOrDefault(pair => !_read.Contains(pair.Key)).Key is { } unknown)
        {
            throw new BadFileException($"'{detector}' has no parameter '{unknown}'.");
        }
    }

    private JsonNode? Read(string name)
    {
        _read.Add(name);
        return parameters?[name];
    }

    private T As<T>(JsonNode node, string name) => node is JsonValue value && value.TryGetValue(out T? result)
        ? result
        : throw new BadFileException($"'{detector}', parameter '{name}': expected a {typeof(T).Name}, not {node.ToJsonString()}.");
}
