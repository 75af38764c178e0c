using System.Text.Json;

namespace AISafety.Reporting;

/// <summary>Numbers in JSON, which has no NaN and no infinity.</summary>
internal static class JsonNumber
{
    /// <summary>Writes the number; null if it is not finite.</summary>
    public static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
