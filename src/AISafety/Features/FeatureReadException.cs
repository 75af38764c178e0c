namespace AISafety;

/// <summary>A lambda of a feature schema threw; <see cref="Exception.InnerException"/> is what it threw.</summary>
public sealed class FeatureReadException : Exception
{
    internal FeatureReadException(string feature, Exception innerException)
        : base($"Feature '{feature}' could not be read: its lambda threw {innerException.GetType().Name}.", innerException) => Feature = feature;

    /// <summary>The feature, or the first element of the vector, whose lambda threw.</summary>
    public string Feature { get; }
}
