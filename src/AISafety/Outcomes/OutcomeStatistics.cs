namespace AISafety;

/// <summary>What became of the reported outcomes. <c>Accepted = Joined + Waiting + Unmatched</c>, always.</summary>
/// <param name="Accepted">Outcomes that were taken.</param>
/// <param name="Joined">Outcomes that met their call's row, and went to the monitors.</param>
/// <param name="Unmatched">Outcomes whose call's row never came, had given way to newer ones, or had an outcome already.</param>
public sealed record OutcomeStatistics(long Accepted, long Joined, long Unmatched)
{
    /// <summary>Outcomes that still wait for their call's row.</summary>
    public long Waiting => Accepted - Joined - Unmatched;
}
