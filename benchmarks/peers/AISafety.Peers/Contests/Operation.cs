namespace AISafety.Peers;

/// <summary>The same work, done by this library and by its peers on the same inputs.</summary>
internal sealed record Operation
{
    public required Unit Unit { get; init; }

    public required Contender Ours { get; init; }

    /// <summary>None where no peer is to be had; then <see cref="Quoted"/> says what is known of one.</summary>
    public Contender[] Peers { get; init; } = [];

    /// <summary>How far a peer's answer may be from ours, relative.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Whether it is the answer that matters: it takes long, and is timed as it comes, once.</summary>
    public bool IsTimedOnce { get; init; }

    public Target? Target { get; init; }

    public Limit? Limit { get; init; }

    /// <summary>Figures of peers that are not measured here, in the row's unit.</summary>
    public string? Quoted { get; init; }

    /// <summary>What a reader must know to judge the comparison.</summary>
    public string? Note { get; init; }
}

/// <summary>An operation that is prepared only if it is wanted.</summary>
/// <param name="Name">What is computed, of how many.</param>
/// <param name="Create">Makes its inputs and prepares its contenders.</param>
internal sealed record Entry(string Name, Func<Operation> Create);
