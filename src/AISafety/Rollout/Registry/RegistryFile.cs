using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AISafety.Rollout;

/// <summary>The format of a registry's file: one JSON object with the format's version, the SHA-256 of the models as they are written, and the models.</summary>
/// <remarks>The hash shows damage and careless editing. It keeps nobody out who may write the file.</remarks>
internal static class RegistryFile
{
    public const int Version = 1;
    private const string FormatName = "format";
    private const string HashName = "sha256";
    private const string ModelsName = "models";

    public static byte[] Write(IEnumerable<RegisteredModel> models)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes([.. models.OrderBy(static model => model.Name, StringComparer.Ordinal)], RegistryJson.Default.RegisteredModelArray);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteNumber(FormatName, Version);
            json.WriteString(HashName, HashOf(content));
            json.WritePropertyName(ModelsName);
            json.WriteRawValue(content);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <exception cref="ModelRegistryFormatException">The bytes are not such a file.</exception>
    public static Dictionary<string, RegisteredModel> Read(byte[] bytes, string name)
    {
        RegisteredModel?[] models;
        try
        {
            models = Parse(bytes, name);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException and not ModelRegistryFormatException)
        {
            throw new ModelRegistryFormatException($"'{name}' is not a registry: it is empty, cut short, altered, or something else.", exception);
        }

        Dictionary<string, RegisteredModel> read = new(StringComparer.Ordinal);
        foreach (RegisteredModel? model in models)
        {
            if (RegistryCheck.FaultOf(model) is { } fault)
            {
                throw new ModelRegistryFormatException($"'{name}' says what cannot be: {fault}.");
            }

            if (!read.TryAdd(model!.Name, model))
            {
                throw new ModelRegistryFormatException($"'{name}' says what cannot be: model '{model.Name}' is there twice.");
            }
        }

        return read;
    }

    private static RegisteredModel?[] Parse(byte[] bytes, string name)
    {
        using JsonDocument document = JsonDocument.Parse(bytes);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(FormatName, out JsonElement format) || !format.TryGetInt32(out int version))
        {
            throw new ModelRegistryFormatException($"'{name}' is not a registry: it has no '{FormatName}'.");
        }

        if (version != Version)
        {
            throw new ModelRegistryFormatException(string.Create(
                CultureInfo.InvariantCulture, $"'{name}' is a registry of format {version}; this release reads format {Version}. Use the release that wrote it, or a later one."));
        }

        if (root.GetPropertyCount() != 3 || !root.TryGetProperty(HashName, out JsonElement hash) || !root.TryGetProperty(ModelsName, out JsonElement models))
        {
            throw new ModelRegistryFormatException($"'{name}' is not a registry: expected '{FormatName}', '{HashName}' and '{ModelsName}', and nothing else.");
        }

        byte[] content = Encoding.UTF8.GetBytes(models.GetRawText());
        if (hash.GetString() != HashOf(content))
        {
            throw new ModelRegistryFormatException($"'{name}' was altered: its models do not have the SHA-256 that it states. Go back to a copy.");
        }

        return JsonSerializer.Deserialize(content, RegistryJson.Default.RegisteredModelArray) ?? throw new ModelRegistryFormatException($"'{name}' holds no list of models.");
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>How models are written, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RegisteredModel[]))]
internal sealed partial class RegistryJson : JsonSerializerContext;
