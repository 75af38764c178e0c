using AISafety.Validation;

namespace AISafety;

/// <summary>Adds input validation.</summary>
public static class InputValidationExtensions
{
    /// <summary>Judges every input by the feature schema, if there is one, and by rules of your own; every violation is reported.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="rules">Adds rules; null for the schema alone.</param>
    /// <param name="options">How the guard is treated, and what a violation means. Default: it blocks.</param>
    /// <remarks>At Build, a <see cref="SafetyBuildException"/> if there is neither a schema nor a rule, or a pattern that could run for ever.</remarks>
    /// <exception cref="ArgumentException">A rule was described wrongly.</exception>
    public static SafetyBuilder<TIn, TOut> AddInputValidation<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Action<ValidationRules<TIn>>? rules = null,
        InputValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ValidationRules<TIn> described = new("input");
        rules?.Invoke(described);
        RuleSet<TIn> frozen = described.Freeze();
        InputValidationOptions chosen = options ?? InputValidationOptions.Default;
        return builder.AddInputGuard(build => new InputValidationGuard<TIn>(build.Schema, frozen, chosen), chosen);
    }
}
