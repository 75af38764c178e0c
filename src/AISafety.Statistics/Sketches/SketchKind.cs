namespace AISafety.Statistics;

/// <summary>What the bytes of a sketch hold. The numbers are part of the format.</summary>
internal enum SketchKind : ushort
{
    Kll = 1,
    DdSketch = 2,
    HyperLogLog = 3,
    CountMin = 4,
}
