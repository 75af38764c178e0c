using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>Reads what ML.NET notes down about a column.</summary>
internal static class Annotations
{
    /// <summary>A text such as <c>ScoreColumnKind</c>; null if there is none.</summary>
    public static string? Text(DataViewSchema.Column column, string kind)
    {
        if (column.Annotations.Schema.GetColumnOrNull(kind) is not { Type: TextDataViewType })
        {
            return null;
        }

        ReadOnlyMemory<char> text = default;
        column.Annotations.GetValue(kind, ref text);
        return text.ToString();
    }

    /// <summary>One name a slot, such as <c>SlotNames</c> or <c>KeyValues</c>: texts, or values that are written as such. Null if there are
    /// not exactly <paramref name="count"/>, or one is blank or there twice.</summary>
    public static string[]? Names(DataViewSchema.Column column, string kind, int count)
    {
        if (column.Annotations.Schema.GetColumnOrNull(kind) is not { Type: VectorDataViewType vector })
        {
            return null;
        }

        string[]? names = vector.ItemType switch
        {
            TextDataViewType => Values<ReadOnlyMemory<char>>(column, kind),
            NumberDataViewType type when type.Equals(NumberDataViewType.Single) => Values<float>(column, kind),
            NumberDataViewType type when type.Equals(NumberDataViewType.Double) => Values<double>(column, kind),
            NumberDataViewType type when type.Equals(NumberDataViewType.Int32) => Values<int>(column, kind),
            NumberDataViewType type when type.Equals(NumberDataViewType.Int64) => Values<long>(column, kind),
            NumberDataViewType type when type.Equals(NumberDataViewType.UInt32) => Values<uint>(column, kind),
            NumberDataViewType type when type.Equals(NumberDataViewType.Byte) => Values<byte>(column, kind),
            BooleanDataViewType => Values<bool>(column, kind),
            _ => null,
        };
        return names is not null && names.Length == count && AreUnique(names) ? names : null;
    }

    public static bool AreUnique(IReadOnlyCollection<string> names) =>
        !names.Any(string.IsNullOrWhiteSpace) && names.Distinct(StringComparer.Ordinal).Count() == names.Count;

    private static string[] Values<T>(DataViewSchema.Column column, string kind)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(kind, ref values);
        return [.. values.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];
    }
}
