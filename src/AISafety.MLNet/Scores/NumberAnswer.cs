using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>One number that ML.NET wrote.</summary>
internal sealed class NumberAnswer
{
    public float Value;

    /// <summary>Reads it from a column.</summary>
    public static SchemaDefinition Of(string column)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(NumberAnswer), SchemaDefinition.Direction.Write);
        definition[nameof(Value)].ColumnName = column;
        return definition;
    }
}
