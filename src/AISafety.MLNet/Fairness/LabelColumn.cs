using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>Reads true labels.</summary>
internal static class LabelColumn
{
    /// <exception cref="ArgumentException">There is no such column, it is of another type, or a label is neither 0 nor 1.</exception>
    public static byte[] Read(IDataView rows, string name)
    {
        DataViewSchema.Column column = NamedColumn.Of(rows, name, "label");
        return column.Type switch
        {
            BooleanDataViewType => [.. rows.GetColumn<bool>(column).Select(static label => (byte)(label ? 1 : 0))],
            NumberDataViewType { RawType: var type } when type == typeof(float) => Whole(rows.GetColumn<float>(column).Select(static label => (double)label)),
            NumberDataViewType { RawType: var type } when type == typeof(double) => Whole(rows.GetColumn<double>(column)),
            NumberDataViewType { RawType: var type } when type == typeof(int) => Whole(rows.GetColumn<int>(column).Select(static label => (double)label)),
            _ => throw new ArgumentException($"The label's column '{name}' is {column.Type}; expected Boolean, Single, Double or Int32."),
        };

        byte[] Whole(IEnumerable<double> labels) => [.. labels.Select((label, row) => label switch
        {
            0 => (byte)0,
            1 => (byte)1,
            _ => throw new ArgumentException($"The label '{name}' of row {row} is {(double.IsNaN(label) ? "missing" : "another number")}; expected 0 or 1."),
        })];
    }
}
