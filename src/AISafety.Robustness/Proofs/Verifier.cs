using AISafety.Robustness.Proofs;

namespace AISafety.Robustness;

/// <summary>Proves or refutes properties of networks.</summary>
/// <remarks>
/// <para>First an attack looks for a counterexample. Then the property is proved by bounds (backward linear, CROWN), and where these do not reach, in parts: up to <see cref="VerificationOptions.MaxSplitInputs"/> inputs by halving boxes, else by branching at ReLUs.</para>
/// <para>A proof is of the network as real numbers with the file's weights, whatever the rounding here. A runtime that computes in single precision may differ by its own rounding, about 1e-6 of the numbers in a network: a property that holds by less may fail there.</para>
/// </remarks>
public static class Verifier
{
    /// <summary>Proves or refutes a property.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="property">What must not happen.</param>
    /// <param name="options">Limits; null: the defaults.</param>
    /// <param name="replay">The model that a counterexample must also deceive, such as ONNX Runtime's of the same file; null: the graph itself.</param>
    /// <param name="cancellationToken">Ends the search with an exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="graph"/> or <paramref name="property"/> is null.</exception>
    /// <exception cref="ArgumentException">The property has other numbers of inputs or outputs than the network, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static VerificationResult Verify(
        OnnxGraph graph, VerificationProperty property, VerificationOptions? options = null, Func<ReadOnlyMemory<float>, float[]>? replay = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(property);
        options ??= new();
        options.Check();
        if (property.InputLength != graph.InputLength || property.OutputLength != graph.OutputLength)
        {
            throw new ArgumentException(
                $"The property has {property.InputLength} inputs and {property.OutputLength} outputs; the network {graph.InputLength} and {graph.OutputLength}.", nameof(property));
        }

        long start = options.TimeProvider.GetTimestamp();
        long branches = 0;
        double bound = double.PositiveInfinity;
        foreach (ForbiddenCase forbidden in property.Cases)
        {
            Search search = new(graph, forbidden, options, start, replay ?? graph.Answer, cancellationToken) { Branches = branches };
            double reached = Falsifier.TryFalsify(search, options) ? double.NaN : Prove(search, options);
            branches = search.Branches;
            if (search.Counterexample is { } counterexample)
            {
                return new VerificationResult
                {
                    Verdict = VerificationVerdict.Violated,
                    Counterexample = counterexample,
                    CounterexampleOutput = search.CounterexampleOutput!,
                    Bound = double.NaN,
                    Branches = branches,
                    Elapsed = options.TimeProvider.GetElapsedTime(start),
                };
            }

            bound = Math.Min(bound, reached);
        }

        return new VerificationResult
        {
            Verdict = bound > 0 && double.IsFinite(bound) ? VerificationVerdict.Holds : VerificationVerdict.Unknown,
            Bound = bound,
            Branches = branches,
            Elapsed = options.TimeProvider.GetElapsedTime(start),
        };
    }

    private static double Prove(Search search, VerificationOptions options) =>
        search.Graph.InputLength > options.MaxSplitInputs && ReluBranching.CanBranch(search.Double) ? new ReluBranching(search).Run() : new InputBranching(search).Run(null, [.. Enumerable.Range(0, search.Forbidden.Regions.Count)]);
}
