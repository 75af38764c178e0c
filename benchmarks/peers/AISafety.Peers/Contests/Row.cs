namespace AISafety.Peers;

/// <summary>One contender's figures.</summary>
/// <param name="Name">What was called.</param>
/// <param name="Times">Nanoseconds of a run, a figure a round, ascending.</param>
/// <param name="Difference">The greatest relative difference of its answer from ours.</param>
/// <param name="IsHandWritten">As its contender's.</param>
internal sealed record Measured(string Name, double[] Times, double Difference, bool IsHandWritten)
{
    public double Median => Times[Times.Length / 2];
}

/// <summary>What a row of the table is made of: the figures of an operation, or why there are none.</summary>
internal sealed record Row(string Name, Operation? Operation, Measured? Ours, IReadOnlyList<Measured> Peers, string? Fault)
{
    public Measured? Best => Peers.MinBy(peer => peer.Median);

    /// <summary>How many times as long the best peer takes; NaN if there is none.</summary>
    public double Ratio => RatioTo(Best);

    /// <summary>How many times as long the best call takes that a library has for it; NaN if there is none.</summary>
    public double RatioToCall => RatioTo(Peers.Where(peer => !peer.IsHandWritten).MinBy(peer => peer.Median));

    private double RatioTo(Measured? peer) => peer is not null && Ours is { } ours ? peer.Median / ours.Median : double.NaN;

    public static Row Failed(string name, string fault) => new(name, null, null, [], fault);
}
