using AISafety.Robustness;

namespace AISafety;

/// <summary>Adds certificates of robustness to a safe model.</summary>
public static class CertificationExtensions
{
    /// <summary>Marks, reviews or blocks an answer of which it is not proved that every input within epsilon, and within the certifier's range, gets the same. Output guard <c>certification</c>; needs <see cref="SafetyBuilder{TIn, TOut}.UseFeatures"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="certifier">Over the graph of the model's own file: the row of features is its input.</param>
    /// <param name="epsilon">The greatest change of a feature, in its own unit: more than 0.</param>
    /// <param name="otherwise">What is done without a certificate: flag (default), review or block.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <remarks>
    /// <para>Codes: <c>certification.none</c> (<see cref="Evidence.Score"/> is the margin that is proved, 0 or less; more negative means further from a proof), <c>certification.other-class</c> (the graph itself answers another class: it is not this model's, or the answer comes from
    /// elsewhere), <c>certification.out-of-range</c> (a feature is missing, not finite, or outside the certifier's range).</para>
    /// <para>Computed in the call: about as many multiplications as the network has, times its ReLUs that are not settled. Like every output guard it judges a fallback's answers too, unless <c>Judge</c> is false.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="certifier"/> is null.</exception>
    /// <exception cref="SafetyBuildException">Here: epsilon or the action is out of range. At Build: there is no schema, or it has another width than the graph's input.</exception>
    public static SafetyBuilder<TIn, Classification> AddCertification<TIn>(
        this SafetyBuilder<TIn, Classification> builder, RobustnessCertifier certifier, double epsilon, SafetyAction otherwise = SafetyAction.Flag, GuardOptions? options = null) =>
        AddCertification(builder, static answer => answer.ClassIndex, certifier, epsilon, otherwise, options);

    /// <inheritdoc cref="AddCertification{TIn}(SafetyBuilder{TIn, Classification}, RobustnessCertifier, double, SafetyAction, GuardOptions?)"/>
    /// <param name="builder">The builder.</param>
    /// <param name="classIndex">Reads an answer's class: 0 or more.</param>
    /// <param name="certifier">Over the graph of the model's own file: the row of features is its input.</param>
    /// <param name="epsilon">The greatest change of a feature, in its own unit: more than 0.</param>
    /// <param name="otherwise">What is done without a certificate: flag (default), review or block.</param>
    /// <param name="options">How the engine treats the guard.</param>
    public static SafetyBuilder<TIn, TOut> AddCertification<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, Func<TOut, int> classIndex, RobustnessCertifier certifier, double epsilon, SafetyAction otherwise = SafetyAction.Flag, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(classIndex);
        ArgumentNullException.ThrowIfNull(certifier);
        if (!(epsilon > 0) || !double.IsFinite(epsilon))
        {
            throw new SafetyBuildException(FormattableString.Invariant($"Guard '{CertificationGuard<TIn, TOut>.GuardName}': {nameof(epsilon)} is {epsilon}; expected more than 0."));
        }

        if (otherwise is not (SafetyAction.Flag or SafetyAction.Review or SafetyAction.Block))
        {
            throw new SafetyBuildException($"Guard '{CertificationGuard<TIn, TOut>.GuardName}': {nameof(otherwise)} is {otherwise}; expected Flag, Review or Block.");
        }

        return builder.AddOutputGuard(
            build =>
            {
                int width = build.RequireSchema(CertificationGuard<TIn, TOut>.GuardName).Width;
                return width == certifier.Graph.InputLength ? new CertificationGuard<TIn, TOut>(classIndex, certifier, epsilon, otherwise)
                    : throw new SafetyBuildException($"Guard '{CertificationGuard<TIn, TOut>.GuardName}': the schema has {width} features; the graph takes {certifier.Graph.InputLength}.");
            },
            options);
    }
}
