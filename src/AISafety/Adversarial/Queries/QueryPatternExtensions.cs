using AISafety.Adversarial;

namespace AISafety;

/// <summary>Adds the detection of query patterns.</summary>
public static class QueryPatternExtensions
{
    /// <summary>Suspects a caller many of whose recent queries are nearly equal to one before: so work attacks that only see answers, and those who copy a model by asking around points. Guard <c>query-patterns</c>; needs
    /// <see cref="SafetyBuilder{TIn, TOut}.UseFeatures"/>. Never asks the model.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="reference">Ordinary inputs, at least 50 without a missing value: they say how near two of them usually are.</param>
    /// <param name="otherwise">What is done with a suspected caller's query that is nearly equal to an earlier one, or equal: flag (default), review or block. Its other queries pass.</param>
    /// <param name="caller">Whose queries belong together; default <see cref="CallInfo.Caller"/>. Calls of nobody (null) are one caller: one of them who attacks has the others' near queries suspected, and they hide one who attacks. Name callers where you can.</param>
    /// <param name="options">When a caller is suspected, what is remembered, and how the engine treats the guard.</param>
    /// <remarks>
    /// <para>Of each caller a ring of sketches is kept, 64 numbers each (<see cref="Statistics.SignedFolding"/>), never an input. A query is near if its sketch is within the radius of one in the ring, and the row is another one; categories are no part
    /// of the distance, so that rows which differ in them alone are near. Equal queries, as of a client that tries again, are not counted.</para>
    /// <para>Codes: <c>adversarial.queries</c> (score: the share that is near); blocked in any case: <c>adversarial.not-finite</c>, for a number that is infinite or missing (categories may be missing), and <c>adversarial.width</c>, where features could not be read. The action can be changed while the guard runs.</para>
    /// <para>In the spirit of Chen, Carlini and Wagner, Stateful detection of black-box adversarial attacks, SPAI 2020, and Li et al., Blacklight, USENIX Security 2022, whose sketches are other ones; for copying, Juuti et al., PRADA, EuroS&amp;P 2019.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="reference"/> is null.</exception>
    /// <exception cref="SafetyBuildException">The action is out of range; at Build: there is no schema or nothing numeric in it, an option is out of range, or the reference does not suffice.</exception>
    public static SafetyBuilder<TIn, TOut> AddQueryPatternDetection<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        IEnumerable<TIn> reference,
        SafetyAction otherwise = SafetyAction.Flag,
        Func<CallInfo, string?>? caller = null,
        QueryPatternOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reference);
        if (otherwise is not (SafetyAction.Flag or SafetyAction.Review or SafetyAction.Block))
        {
            throw new SafetyBuildException($"Guard '{QueryPatternGuard<TIn>.GuardName}': {nameof(otherwise)} is {otherwise}; expected Flag, Review or Block.");
        }

        QueryPatternOptions chosen = options ?? QueryPatternOptions.Default;
        Func<CallInfo, string?> who = caller ?? (static call => call.Caller);
        return builder.AddInputGuard(build => QueryPatternFit.Fit(build, reference, who, otherwise, chosen), chosen);
    }
}
