using AISafety.Validation;

namespace AISafety;

/// <summary>Adds output validation.</summary>
public static class OutputValidationExtensions
{
    /// <summary>Judges every output by rules of your own; every violation is reported.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="rules">Adds at least one rule.</param>
    /// <param name="options">How the guard is treated, and what a violation means. Default: it blocks.</param>
    /// <remarks>At Build, a <see cref="SafetyBuildException"/> if there is no rule, or a pattern that could run for ever.</remarks>
    /// <exception cref="ArgumentException">A rule was described wrongly.</exception>
    public static SafetyBuilder<TIn, TOut> AddOutputValidation<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Action<ValidationRules<TOut>> rules,
        OutputValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(rules);
        ValidationRules<TOut> described = new("output");
        rules(described);
        RuleSet<TOut> frozen = described.Freeze();
        OutputValidationOptions chosen = options ?? OutputValidationOptions.Default;
        return builder.AddOutputGuard(_ => new OutputValidationGuard<TIn, TOut>(frozen, chosen), chosen);
    }
}
