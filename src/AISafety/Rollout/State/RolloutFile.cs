using System.Text.Json;
using System.Text.Json.Serialization;
using AISafety.Storage;

namespace AISafety.Rollout;

/// <summary>The bytes of a state in a file: JSON, and a line with its SHA-256.</summary>
internal static class RolloutFile
{
    public const int Version = 1;

    public static byte[] Write(RolloutState state) => ChecksumLine.Append(JsonSerializer.SerializeToUtf8Bytes(new Envelope(Version, state), RolloutJson.Default.Envelope));

    /// <exception cref="FormatException">It is not what <see cref="Write"/> wrote, or is of another format.</exception>
    public static RolloutState Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Envelope envelope = JsonSerializer.Deserialize(ChecksumLine.Remove(bytes), RolloutJson.Default.Envelope) ?? throw new FormatException("it says nothing");
            return envelope.FormatVersion == Version && envelope.State.Status <= RolloutStatus.RolledBack && envelope.State is { Step: >= 0, Share: >= 0 and <= 1, Lives: >= 0, Revision: > 0 }
                ? envelope.State
                : throw new FormatException($"it is of another format than {Version}, or says what cannot be");
        }
        catch (JsonException exception)
        {
            throw new FormatException("it is not the state of a rollout", exception);
        }
    }

    internal sealed record Envelope(int FormatVersion, RolloutState State);
}

/// <summary>How states are written, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RolloutFile.Envelope))]
internal sealed partial class RolloutJson : JsonSerializerContext;
