using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AISafety.Storage;

namespace AISafety.Switches;

/// <summary>The bytes of a record in a file: a line of JSON, and a line with its SHA-256. One wrong bit anywhere, one byte too many or too few, and it is not read.</summary>
internal static class KillSwitchFile
{
    private const int Version = 1;

    public static byte[] Write(KillSwitchRecord record)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", Version);
            json.WriteNumber("revision", record.Revision);
            json.WriteStartArray("changes");
            foreach (KillSwitchChange change in record.Changes)
            {
                json.WriteStartObject();
                json.WriteBoolean("engaged", change.IsEngaged);
                json.WriteString("actor", change.Actor);
                json.WriteString("reason", change.Reason);
                json.WriteString("at", change.At);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return ChecksumLine.Append(bytes.WrittenSpan);
    }

    /// <exception cref="FormatException">It is not what <see cref="Write"/> wrote.</exception>
    public static KillSwitchRecord Read(ReadOnlySpan<byte> bytes)
    {
        byte[] content = ContentOf(bytes).ToArray();
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            int version = root.GetProperty("formatVersion").GetInt32();
            if (version != Version)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"it is of format {version}; expected {Version}"));
            }

            KillSwitchRecord record = new(root.GetProperty("revision").GetInt64(), [.. root.GetProperty("changes").EnumerateArray().Select(Change)]);
            return record is { Revision: > 0, Changes.Count: > 0 } ? record : throw new FormatException("it says nothing");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("it is not the record of a kill switch", exception);
        }
    }

    private static ReadOnlySpan<byte> ContentOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return ChecksumLine.Remove(bytes);
        }
        catch (FormatException exception)
        {
            // Writing anything over it is how a person stops all processes in an emergency.
            throw new FormatException("it was cut short, altered, or stopped by hand: its checksum is wrong", exception);
        }
    }

    private static KillSwitchChange Change(JsonElement change) => new(
        change.GetProperty("engaged").GetBoolean(),
        change.GetProperty("actor").GetString() ?? "",
        change.GetProperty("reason").GetString() ?? "",
        change.GetProperty("at").GetDateTimeOffset());
}
