namespace AISafety.Robustness;

/// <summary>What a defence does to a row before the model sees it.</summary>
/// <param name="row">The row.</param>
/// <param name="seed">Decides what is drawn; a transform that draws nothing does not look at it.</param>
/// <param name="transformed">Takes as many values as the row has.</param>
public delegate void RowTransform(ReadOnlySpan<float> row, long seed, Span<float> transformed);
