namespace AISafety.Statistics;

/// <summary>The score that decides which classes belong to a prediction set.</summary>
public enum PredictionSetKind : byte
{
    /// <summary>LAC: 1 - the probability of the class. The smallest sets on average.</summary>
    LeastAmbiguous = 0,

    /// <summary>APS: the probability of all more likely classes, and a random share of the class's own. Larger sets for harder rows.</summary>
    Adaptive = 1,
}
