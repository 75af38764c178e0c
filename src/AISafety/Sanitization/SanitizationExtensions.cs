using AISafety.Sanitization;

namespace AISafety;

/// <summary>Adds sanitisation.</summary>
public static class SanitizationExtensions
{
    /// <summary>Mends inputs before the guards after it and the model see them; every change is reported.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="steps">Adds at least one step; they are taken in order.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <remarks>At Build, a <see cref="SafetyBuildException"/> if there is no step, or one that cannot work; see the steps.</remarks>
    /// <exception cref="ArgumentException">A step was described wrongly.</exception>
    public static SafetyBuilder<TIn, TOut> AddSanitization<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Action<SanitizationSteps<TIn>> steps,
        SanitizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(steps);
        SanitizationSteps<TIn> described = new();
        steps(described);
        Func<FeatureSchema<TIn>?, SanitizationStep<TIn>>[] frozen = described.Freeze();
        SanitizationOptions chosen = options ?? SanitizationOptions.Default;
        return builder.AddInputGuard(build => new SanitizationGuard<TIn>(build.Schema, frozen, chosen), chosen);
    }
}
