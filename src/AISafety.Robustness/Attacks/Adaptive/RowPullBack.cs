namespace AISafety.Robustness;

/// <summary>Takes a gradient back through a <see cref="RowTransform"/>: the transposed Jacobian, or what stands in for it, times a gradient.</summary>
/// <param name="row">The row before the transform.</param>
/// <param name="seed">The seed that the transform was given.</param>
/// <param name="outer">The gradient by the transformed row.</param>
/// <param name="gradient">Takes the gradient by the row.</param>
public delegate void RowPullBack(ReadOnlySpan<float> row, long seed, ReadOnlySpan<float> outer, Span<float> gradient);
