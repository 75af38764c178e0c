namespace AISafety.Sanitization;

/// <summary>How sanitisation is treated. <see cref="GuardOptions.BesideModel"/> is refused at Build: a change must come before the model.</summary>
public sealed record SanitizationOptions : GuardOptions
{
    /// <summary>The defaults.</summary>
    public static new SanitizationOptions Default { get; } = new();
}
