namespace AISafety.Statistics;

/// <summary>What can be wrong with a vector of probabilities.</summary>
public enum ProbabilityFault : byte
{
    /// <summary>Nothing: it is a probability distribution, up to the tolerance.</summary>
    None = 0,

    /// <summary>It has no elements.</summary>
    Empty = 1,

    /// <summary>An element is NaN or infinite.</summary>
    NotFinite = 2,

    /// <summary>An element is below 0 or above 1 by more than the tolerance.</summary>
    OutOfRange = 3,

    /// <summary>The elements' sum differs from 1 by more than the tolerance.</summary>
    SumNotOne = 4,
}
