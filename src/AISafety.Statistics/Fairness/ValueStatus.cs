namespace AISafety.Statistics;

/// <summary>Whether a fairness value is defined, and if not, why.</summary>
public enum ValueStatus : byte
{
    /// <summary>It was not computed.</summary>
    NotComputed = 0,

    /// <summary>It is defined.</summary>
    Defined = 1,

    /// <summary>There is no row.</summary>
    NoRows = 2,

    /// <summary>No row has label 1.</summary>
    NoPositives = 3,

    /// <summary>No row has label 0.</summary>
    NoNegatives = 4,

    /// <summary>No row was predicted 1.</summary>
    NoneSelected = 5,

    /// <summary>Every row was predicted 1.</summary>
    NoneRejected = 6,

    /// <summary>No row of label 0 was predicted 1.</summary>
    NoFalsePositives = 7,

    /// <summary>Fewer than two groups are large enough and have the value.</summary>
    FewerThanTwoGroups = 8,

    /// <summary>Every value that would be divided by is 0.</summary>
    ZeroDenominator = 9,

    /// <summary>A score is below 0 or above 1, so that it is no probability.</summary>
    NotProbabilities = 10,

    /// <summary>A value is infinite.</summary>
    NotFinite = 11,

    /// <summary>A group has fewer rows than asked for.</summary>
    SmallGroup = 12,

    /// <summary>The mean is 0, or a logarithm of 0 is needed.</summary>
    ZeroBenefit = 13,

    /// <summary>No stratum has rows on both sides.</summary>
    NoStratum = 14,
}
