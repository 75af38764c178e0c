using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>The names that a model has for the numbers of its input.</summary>
internal static class FeatureNamesOf
{
    /// <summary>A number is named by its column, the numbers of a vector by its <c>SlotNames</c>. Empty if one has no name, or two have the same.</summary>
    public static IReadOnlyList<string> Columns(IReadOnlyList<DataViewSchema.Column> columns)
    {
        List<string> names = [];
        foreach (DataViewSchema.Column column in columns.OrderBy(column => column.Index))
        {
            if (column.Type is not VectorDataViewType vector)
            {
                names.Add(column.Name);
            }
            else if (Annotations.Names(column, "SlotNames", vector.Size) is { } slots)
            {
                names.AddRange(slots);
            }
            else
            {
                return [];
            }
        }

        return Annotations.AreUnique(names) ? names.AsReadOnly() : [];
    }
}
