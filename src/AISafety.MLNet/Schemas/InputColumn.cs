namespace AISafety.MLNet;

/// <summary>Where a column of the model's input comes from.</summary>
/// <param name="Source">The column of the caller's row.</param>
/// <param name="Offset">The place of the first number, where the caller's row is one vector of numbers; null: the column as it is.</param>
/// <param name="Size">How many values it has: 1 unless it is a vector; 0 if it is a vector of any length.</param>
internal sealed record InputColumn(string Source, int? Offset, int Size);
