namespace AISafety.MLNet;

/// <summary>A row of numbers, for ML.NET to read.</summary>
internal sealed class NumberRow
{
    public float[] Numbers = [];
}
