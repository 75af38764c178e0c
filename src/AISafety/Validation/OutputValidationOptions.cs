namespace AISafety.Validation;

/// <summary>How output validation is treated.</summary>
public sealed record OutputValidationOptions : GuardOptions
{
    /// <summary>The defaults: a violation blocks.</summary>
    public static new OutputValidationOptions Default { get; } = new();

    /// <summary>What a violation means: <see cref="SafetyAction.Block"/> (default), <see cref="SafetyAction.Review"/> or
    /// <see cref="SafetyAction.Flag"/>. A rule that cannot be judged because it throws is treated as <see cref="GuardOptions.OnFailure"/>
    /// says.</summary>
    public SafetyAction Otherwise { get; init; } = SafetyAction.Block;
}
