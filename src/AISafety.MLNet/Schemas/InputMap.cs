using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>How the model's input is made of a caller's row. Columns that no wanted output depends on, such as the label, come from nowhere.</summary>
internal sealed class InputMap
{
    private readonly InputColumn?[] _columns;

    private InputMap(LoadedModel model, InputColumn?[] columns)
    {
        Schema = model.Schema;
        _columns = columns;
        Width = columns.Sum(column => column is null ? 0 : Math.Max(1, column.Size));
    }

    public DataViewSchema Schema { get; }

    /// <summary>How many values are read: one for a column, or as many as its vector has.</summary>
    public int Width { get; }

    public InputColumn? this[DataViewSchema.Column column] => _columns[column.Index];

    /// <summary>The input of a row whose columns have the model's names and types.</summary>
    /// <exception cref="MLNetModelException">A column is missing, or has another type.</exception>
    public static InputMap ByName(LoadedModel model, IReadOnlyList<DataViewSchema.Column> needed, DataViewSchema source, Type type)
    {
        InputColumn?[] columns = new InputColumn?[model.Schema.Count];
        List<string> faults = [];
        foreach (DataViewSchema.Column column in needed)
        {
            if (source.GetColumnOrNull(column.Name) is not { } given)
            {
                faults.Add($"{ColumnText.Of(column)}, which it does not have");
            }
            else if (!ColumnTypes.Fit(column.Type, given.Type))
            {
                faults.Add($"{ColumnText.Of(column)}, which it has as {ColumnText.Of(given.Type)}");
            }
            else
            {
                columns[column.Index] = new(column.Name, null, ColumnTypes.SizeOf(column.Type));
            }
        }

        return faults.Count == 0
            ? new(model, columns)
            : throw model.Fault($"of {type.Name} it needs {string.Join("; ", faults)}. {type.Name} has: {ColumnText.List(source)}.");
    }

    /// <summary>The input of a row that is one vector of numbers: the columns, in the order of the model's schema.</summary>
    /// <exception cref="MLNetModelException">A column that is needed is not of numbers, or is not <paramref name="only"/>.</exception>
    public static InputMap OfNumbers(LoadedModel model, IReadOnlyList<DataViewSchema.Column> needed, string? only)
    {
        if (only is not null && needed.All(column => column.Name != only))
        {
            throw model.Fault($"its answer does not depend on a column '{only}'. It needs: {ColumnText.List(needed)}.");
        }

        DataViewSchema.Column[] others = [.. needed.Where(column => !ColumnTypes.IsNumbers(column.Type) || (only is not null && column.Name != only))];
        if (others.Length > 0 || needed.Count == 0)
        {
            string expected = only is null ? "float numbers and vectors of a known length only" : $"'{only}' only";
            throw model.Fault($"a row of numbers cannot be its input: expected {expected}, but it needs {ColumnText.List(needed)}. "
                + "Load it for a class that has these as members.");
        }

        InputColumn?[] columns = new InputColumn?[model.Schema.Count];
        int offset = 0;
        foreach (DataViewSchema.Column column in needed.OrderBy(column => column.Index))
        {
            columns[column.Index] = new(nameof(NumberRow.Numbers), offset, ColumnTypes.SizeOf(column.Type));
            offset += ColumnTypes.SizeOf(column.Type);
        }

        return new(model, columns);
    }
}
