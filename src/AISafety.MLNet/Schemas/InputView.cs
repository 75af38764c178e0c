using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>Many of the caller's rows, in the columns that the model was trained on.</summary>
internal sealed class InputView(IDataView source, InputMap map) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => map.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        string[] names = [.. columnsNeeded.Select(column => map[column]?.Source).OfType<string>().Distinct(StringComparer.Ordinal)];
        return new InputRow(source.GetRowCursor(names.Select(name => source.Schema[name])), map);
    }

    // One cursor: the rows keep their order.
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
