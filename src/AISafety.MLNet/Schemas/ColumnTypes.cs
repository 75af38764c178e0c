using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>What is asked of the types of columns.</summary>
internal static class ColumnTypes
{
    /// <summary>Whether a value of one type can be given where the other is expected. A vector without a stated length can: its length is
    /// looked at on every call.</summary>
    public static bool Fit(DataViewType expected, DataViewType given) => (expected, given) switch
    {
        (VectorDataViewType vector, VectorDataViewType other) =>
            vector.ItemType.Equals(other.ItemType) && (vector.Size == other.Size || vector.Size == 0 || other.Size == 0),
        _ => expected.Equals(given),
    };

    /// <summary>Whether it is one float, or a known number of them.</summary>
    public static bool IsNumbers(DataViewType type) =>
        type.Equals(NumberDataViewType.Single) || type is VectorDataViewType { Size: > 0 } vector && vector.ItemType.Equals(NumberDataViewType.Single);

    /// <summary>The number of values: 1, or the length of the vector, or 0 if that is not known.</summary>
    public static int SizeOf(DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;
}
