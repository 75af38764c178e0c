namespace AISafety.Statistics;

/// <summary>A point of a reliability curve: rows of similar probability, and how often they came true.</summary>
/// <param name="Count">How many rows; the rates are NaN if there is none.</param>
/// <param name="Positives">How many of them have label 1.</param>
/// <param name="ScoreSum">The sum of their probabilities.</param>
public readonly record struct ReliabilityBin(long Count, long Positives, double ScoreSum)
{
    /// <summary>The mean probability of the rows.</summary>
    public double MeanScore => ScoreSum / Count;

    /// <summary>The share of label 1.</summary>
    public double PositiveRate => (double)Positives / Count;

    /// <summary>How far the share is from the probability: |positive rate - mean score|.</summary>
    public double Gap => Math.Abs(Positives - ScoreSum) / Count;
}
