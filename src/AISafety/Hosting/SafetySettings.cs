namespace AISafety.Hosting;

/// <summary>What configuration says of all safe models of an application.</summary>
public sealed class SafetySettings
{
    /// <summary>By model: the key given to <c>AddModel</c>. A key that no model has is refused at start.</summary>
    public Dictionary<string, ModelSettings> Models { get; } = new(StringComparer.Ordinal);
}
