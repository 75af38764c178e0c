namespace AISafety;

/// <summary>A lambda of a feature schema, or a property of a feature row, threw; <see cref="Exception.InnerException"/> is what it threw.</summary>
public sealed class FeatureReadException : Exception
{
    internal FeatureReadException(string feature, Exception innerException)
        : this(feature, "lambda", innerException)
    {
    }

    private FeatureReadException(string feature, string what, Exception innerException)
        : base($"Feature '{feature}' could not be read: its {what} threw {innerException.GetType().Name}.", innerException) => Feature = feature;

    /// <summary>The feature, or the first element of the vector, whose lambda threw; in a generated schema the property's name in the row, or the
    /// type's name if the property did not throw again.</summary>
    public string Feature { get; }

    internal static FeatureReadException OfProperty(string feature, Exception innerException) => new(feature, "property", innerException);
}
