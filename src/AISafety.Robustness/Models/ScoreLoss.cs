namespace AISafety.Robustness;

/// <summary>A loss of one row's scores, differentiated by them.</summary>
/// <param name="row">The row's index in the call: 0 or more.</param>
/// <param name="scores">The row's scores.</param>
/// <param name="derivatives">Takes the derivative of the loss by each score.</param>
public delegate void ScoreLoss(int row, ReadOnlySpan<float> scores, Span<float> derivatives);
