namespace AISafety.Statistics;

/// <summary>A training row that an audit says to look at.</summary>
/// <param name="Row">The row's index, from 0.</param>
/// <param name="Method">What found it. One row may be found by several.</param>
/// <param name="Score">The method's score of the row; scores of different methods do not compare.</param>
public readonly record struct TrainingDataFinding(int Row, PoisoningMethod Method, double Score);
