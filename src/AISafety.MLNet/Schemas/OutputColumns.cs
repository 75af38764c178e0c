using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>The columns that a class of the caller's is filled from.</summary>
internal static class OutputColumns
{
    /// <exception cref="MLNetModelException">A column is missing, or has another type.</exception>
    public static IReadOnlyList<DataViewSchema.Column> Of(LoadedModel model, DataViewSchema outputs, Type type, SchemaDefinition? definition)
    {
        definition ??= SchemaDefinition.Create(type, SchemaDefinition.Direction.Write);
        List<DataViewSchema.Column> columns = [];
        List<string> faults = [];
        foreach (SchemaDefinition.Column member in definition)
        {
            if (outputs.GetColumnOrNull(member.ColumnName ?? member.MemberName) is not { } column)
            {
                faults.Add($"'{member.ColumnName ?? member.MemberName}', which it does not make");
            }
            else if (member.ColumnType is { } wanted && !ColumnTypes.Fit(wanted, column.Type))
            {
                faults.Add($"'{column.Name}' ({ColumnText.Of(wanted)}), which it makes as {ColumnText.Of(column.Type)}");
            }
            else
            {
                columns.Add(column);
            }
        }

        return faults.Count == 0
            ? columns
            : throw model.Fault($"{type.Name} wants {string.Join("; ", faults)}. It makes: {ColumnText.List(outputs)}.");
    }
}
