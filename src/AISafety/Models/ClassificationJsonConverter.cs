using System.Text.Json;
using System.Text.Json.Serialization;

namespace AISafety;

/// <summary>Writes an answer as <c>{"classIndex":1,"label":"benign","probabilities":[0.03,0.97]}</c>.</summary>
/// <remarks>Numbers that are not finite are null, which JSON can hold.</remarks>
internal sealed class ClassificationJsonConverter : JsonConverter<Classification>
{
    public override Classification Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        try
        {
            JsonElement root = document.RootElement;
            float[] probabilities = [.. root.GetProperty("probabilities").EnumerateArray()
                .Select(number => number.ValueKind == JsonValueKind.Null ? float.NaN : number.GetSingle())];
            string label = root.GetProperty("label").GetString() ?? "";
            int top = root.GetProperty("classIndex").GetInt32();
            return top == TopClass.Of(probabilities)
                ? new(probabilities, label, top)
                : throw new JsonException("The class is not the one with the highest probability.");
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("Expected an object with classIndex, label and probabilities.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, Classification value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("classIndex", value.ClassIndex);
        writer.WriteString("label", value.Label);
        writer.WriteStartArray("probabilities");
        foreach (float probability in value.Probabilities)
        {
            if (float.IsFinite(probability))
            {
                writer.WriteNumberValue(probability);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
