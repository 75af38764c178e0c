using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>A caller's row, or all of them one after another, in the columns that the model was trained on.</summary>
internal sealed class InputRow(DataViewRow source, InputMap map) : DataViewRowCursor
{
    private static readonly MethodInfo _checkLength = typeof(InputRow).GetMethod(nameof(CheckLength), BindingFlags.NonPublic | BindingFlags.Static)!;

    public override DataViewSchema Schema => map.Schema;

    public override long Position => source.Position;

    public override long Batch => source.Batch;

    public override bool MoveNext() => ((DataViewRowCursor)source).MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) =>
        map[column] is { } input && source.IsColumnActive(source.Schema[input.Source]);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        InputColumn input = map[column] ?? throw new InvalidOperationException($"The column '{column.Name}' is not read.");
        DataViewSchema.Column from = source.Schema[input.Source];
        if (input.Offset is { } offset)
        {
            ValueGetter<VBuffer<float>> numbers = source.GetGetter<VBuffer<float>>(from);
            return (ValueGetter<TValue>)(column.Type is VectorDataViewType ? Vector(numbers, offset, input.Size) : (Delegate)Number(numbers, offset));
        }

        ValueGetter<TValue> getter = source.GetGetter<TValue>(from);
        return column.Type is VectorDataViewType { Size: > 0 }
            ? (ValueGetter<TValue>)_checkLength.MakeGenericMethod(typeof(TValue).GetGenericArguments()[0]).Invoke(null, [getter, column.Name, input.Size])!
            : getter;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>ML.NET takes an array as long as it is, and what it makes of another length depends on the trainer.</summary>
    private static ValueGetter<VBuffer<T>> CheckLength<T>(ValueGetter<VBuffer<T>> getter, string name, int size) => (ref VBuffer<T> value) =>
    {
        getter(ref value);
        if (value.Length != size)
        {
            throw new InputLengthException(name, value.Length, size);
        }
    };

    private static ValueGetter<VBuffer<float>> Vector(ValueGetter<VBuffer<float>> numbers, int offset, int size)
    {
        VBuffer<float> row = default;
        return (ref VBuffer<float> value) =>
        {
            numbers(ref row);
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, size);
            row.GetValues().Slice(offset, size).CopyTo(editor.Values);
            value = editor.Commit();
        };
    }

    private static ValueGetter<float> Number(ValueGetter<VBuffer<float>> numbers, int offset)
    {
        VBuffer<float> row = default;
        return (ref float value) =>
        {
            numbers(ref row);
            value = row.GetValues()[offset];
        };
    }
}
