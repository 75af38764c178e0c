namespace AISafety.Statistics;

/// <summary>What shall be equal in all groups.</summary>
public enum FairnessCriterion : byte
{
    /// <summary>The selection rate.</summary>
    DemographicParity = 0,

    /// <summary>The true positive rate.</summary>
    EqualOpportunity = 1,

    /// <summary>The false positive rate, also called predictive equality.</summary>
    FalsePositiveRateParity = 2,

    /// <summary>The true and the false positive rate: the worse of the two.</summary>
    EqualizedOdds = 3,

    /// <summary>The positive predictive value.</summary>
    PredictiveParity = 4,

    /// <summary>The accuracy.</summary>
    AccuracyParity = 5,

    /// <summary>False negatives per false positive.</summary>
    TreatmentEquality = 6,
}
