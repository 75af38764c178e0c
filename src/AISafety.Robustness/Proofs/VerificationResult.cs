namespace AISafety.Robustness;

/// <summary>What <see cref="Verifier"/> says of a property.</summary>
public enum VerificationVerdict
{
    /// <summary>Neither proved nor refuted within the limits.</summary>
    Unknown,

    /// <summary>Proved: for no input of the boxes the output is in a forbidden region.</summary>
    Holds,

    /// <summary>Refuted: there is a counterexample.</summary>
    Violated,
}

/// <summary>What was found out of a property.</summary>
public sealed record VerificationResult
{
    internal VerificationResult()
    {
    }

    /// <summary>Holds, violated or unknown.</summary>
    public required VerificationVerdict Verdict { get; init; }

    /// <summary>If violated: an input of the box whose output is in a forbidden region, by rigorous bounds of the output and by the model that it was replayed through. Where an interval of the box lies between two floats, the point in it was proved, and this is the float
    /// next to it. Else empty.</summary>
    public IReadOnlyList<float> Counterexample { get; init; } = [];

    /// <summary>If violated: what the replaying model (or the graph, where none was given) answered. Else empty.</summary>
    public IReadOnlyList<float> CounterexampleOutput { get; init; } = [];

    /// <summary>How far, at least, every output that is not ruled out yet stays from the forbidden regions: the least, over what is open, of the greatest lower bound of a region's constraints (sum of coefficient times output, less the bound). Above 0 if it holds; NaN
    /// if it is violated.</summary>
    public required double Bound { get; init; }

    /// <summary>How many boxes or branches were bounded.</summary>
    public required long Branches { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
