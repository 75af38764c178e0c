namespace AISafety.Robustness;

/// <summary>A function of one row.</summary>
/// <param name="row">The row.</param>
/// <param name="result">Takes the result.</param>
public delegate void RowFunction(ReadOnlySpan<float> row, Span<float> result);
