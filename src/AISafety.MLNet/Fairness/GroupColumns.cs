using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>Reads the groups of rows.</summary>
internal static class GroupColumns
{
    private const string Joint = " | ";

    /// <summary>The code of each row's group, and the names of the groups in ordinal order.</summary>
    /// <exception cref="ArgumentException">There is no such column, it is of another type, or a row has no group.</exception>
    public static (int[] Codes, IReadOnlyList<string> Names) Read(IDataView rows, IReadOnlyList<string> columns)
    {
        string[][] values = [.. columns.Select(name => Values(rows, name))];
        string[] joined = [.. Enumerable.Range(0, values[0].Length).Select(row => string.Join(Joint, values.Select(column => column[row])))];
        string[] names = [.. joined.Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> codes = names.Select(static (name, code) => (name, code)).ToDictionary(static pair => pair.name, static pair => pair.code, StringComparer.Ordinal);
        return ([.. joined.Select(name => codes[name])], names);
    }

    private static string[] Values(IDataView rows, string name)
    {
        DataViewSchema.Column column = NamedColumn.Of(rows, name, "group");
        return column.Type switch
        {
            TextDataViewType => Present(rows.GetColumn<ReadOnlyMemory<char>>(column), static text => text.ToString(), static text => text.IsEmpty),
            BooleanDataViewType => Present(rows.GetColumn<bool>(column), static value => value ? "true" : "false", static _ => false),
            KeyDataViewType { RawType: var type } when type == typeof(uint) => Present(rows.GetColumn<uint>(column), Text, static key => key == 0),
            NumberDataViewType { RawType: var type } when type == typeof(float) => Present(rows.GetColumn<float>(column), Text, float.IsNaN),
            NumberDataViewType { RawType: var type } when type == typeof(int) => Present(rows.GetColumn<int>(column), Text, static _ => false),
            NumberDataViewType { RawType: var type } when type == typeof(byte) => Present(rows.GetColumn<byte>(column), Text, static _ => false),
            _ => throw new ArgumentException($"The group's column '{name}' is {column.Type}; expected text, Boolean, a key, Single, Int32 or Byte."),
        };

        string[] Present<T>(IEnumerable<T> all, Func<T, string> text, Func<T, bool> isMissing) => [.. all.Select((value, row) =>
            !isMissing(value) ? text(value) : throw new ArgumentException($"Row {row} has no group, as its '{name}' is missing; leave such rows out, or give them a group."))];
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
