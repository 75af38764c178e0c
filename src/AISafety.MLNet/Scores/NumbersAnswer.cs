using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>A vector that ML.NET wrote.</summary>
internal sealed class NumbersAnswer
{
    public VBuffer<float> Values;

    /// <summary>Reads it from a column.</summary>
    public static SchemaDefinition Of(string column)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(NumbersAnswer), SchemaDefinition.Direction.Write);
        definition[nameof(Values)].ColumnName = column;
        return definition;
    }
}
