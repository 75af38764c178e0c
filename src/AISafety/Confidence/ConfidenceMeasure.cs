namespace AISafety.Confidence;

/// <summary>How sure a probability distribution over k classes is, from 0 to 1: higher is surer for every measure.</summary>
public enum ConfidenceMeasure : byte
{
    /// <summary>The probability of the most probable class: max p. Undecided between k classes it is 1/k.</summary>
    TopProbability = 0,

    /// <summary>How far the most probable class is ahead of the next: p₁ - p₂. A tie is 0.</summary>
    Margin = 1,

    /// <summary>One minus the normalised entropy: 1 - H(p) / ln k. All classes alike is 0; a single class is 1.</summary>
    NormalizedEntropy = 2,
}
