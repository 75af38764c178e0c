using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>Writes columns for messages: <c>'Features' (Vector&lt;Single, 30&gt;)</c>.</summary>
internal static class ColumnText
{
    private const int Most = 12;

    public static string Of(DataViewSchema.Column column) => $"'{column.Name}' ({Of(column.Type)})";

    public static string Of(DataViewType type) => type.ToString() ?? type.GetType().Name;

    /// <summary>The columns that can be seen; the first twelve of many.</summary>
    public static string List(IEnumerable<DataViewSchema.Column> columns)
    {
        string[] texts = [.. columns.Where(column => !column.IsHidden).Select(Of)];
        return texts.Length == 0 ? "no columns"
            : texts.Length <= Most ? string.Join(", ", texts)
            : $"{string.Join(", ", texts.Take(Most))} and {texts.Length - Most} more";
    }
}
