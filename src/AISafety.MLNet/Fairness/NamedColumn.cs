using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>Finds a column by name.</summary>
internal static class NamedColumn
{
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DataViewSchema.Column Of(IDataView rows, string name, string whose) => (name.Length == 0 ? null : rows.Schema.GetColumnOrNull(name))
        ?? throw new ArgumentException($"There is no column '{name}' for the {whose}; the rows have {string.Join(", ", rows.Schema.Where(static column => !column.IsHidden).Select(static column => $"'{column.Name}'"))}.");
}
