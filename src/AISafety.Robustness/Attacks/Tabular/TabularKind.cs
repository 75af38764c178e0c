namespace AISafety.Robustness;

/// <summary>What values a feature of a row can have.</summary>
public enum TabularKind
{
    /// <summary>Any number of its range.</summary>
    Number,

    /// <summary>The whole numbers of its range.</summary>
    WholeNumber,

    /// <summary>One of <see cref="TabularFeature.Values"/>, without an order.</summary>
    Category,

    /// <summary>0 or 1, and of the features with the same <see cref="TabularFeature.Set"/> exactly one is 1.</summary>
    OneOfSet,
}
