using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>Rows with two more columns, which are not copied for each model. Knows whether they were read.</summary>
/// <remarks>The rows come in order, one cursor after the other, so that the columns' values belong to them.</remarks>
internal sealed class TargetView : IDataView
{
    private readonly IDataView _rows;
    private readonly byte[] _labels;
    private readonly float[] _weights;

    public TargetView(IDataView rows, ReductionColumns columns, byte[] labels, ReadOnlySpan<double> weights)
    {
        (_rows, _labels) = (rows, labels);
        _weights = new float[weights.Length];
        for (int row = 0; row < weights.Length; row++)
        {
            _weights[row] = (float)weights[row];
        }

        DataViewSchema.Builder builder = new();
        builder.AddColumns(rows.Schema);
        builder.AddColumn(columns.Label, BooleanDataViewType.Instance);
        builder.AddColumn(columns.Weight, NumberDataViewType.Single);
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public bool WasLabelRead { get; private set; }

    public bool WasWeightRead { get; private set; }

    private int LabelIndex => _rows.Schema.Count;

    private int WeightIndex => _rows.Schema.Count + 1;

    public long? GetRowCount() => _labels.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        WasLabelRead |= needed.Any(column => column.Index == LabelIndex);
        WasWeightRead |= needed.Any(column => column.Index == WeightIndex);
        return new Cursor(this, _rows.GetRowCursor(needed.Where(column => column.Index < LabelIndex).Select(column => _rows.Schema[column.Index])), [.. needed.Select(static column => column.Index)]);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(TargetView view, DataViewRowCursor rows, HashSet<int> active) : DataViewRowCursor
    {
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            bool isThere = rows.MoveNext();
            _position = isThere ? _position + 1 : -1;
            return isThere;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (column.Index < view.LabelIndex)
            {
                return rows.GetGetter<TValue>(view._rows.Schema[column.Index]);
            }

            Delegate getter = column.Index == view.LabelIndex
                ? (ValueGetter<bool>)((ref bool value) => value = view._labels[_position] == 1)
                : (ValueGetter<float>)((ref float value) => value = view._weights[_position]);
            return getter as ValueGetter<TValue> ?? throw new InvalidOperationException($"The column {column.Name} is {column.Type}, not {typeof(TValue).Name}.");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                rows.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
