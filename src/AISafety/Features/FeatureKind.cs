namespace AISafety;

/// <summary>What the numbers of a feature mean.</summary>
public enum FeatureKind : byte
{
    /// <summary>A quantity: differences and distances mean something.</summary>
    Numeric = 0,

    /// <summary>A category's code: 0 to k - 1 for the k known values, -1 for a value that is not known. Only equality means something.</summary>
    Categorical = 1,

    /// <summary>One element of a vector, such as an embedding.</summary>
    VectorElement = 2,
}
