namespace AISafety;

/// <summary>What became of the recorded calls at one monitor. <c>Recorded = Observed + Dropped + Pending</c>, always.</summary>
/// <param name="Monitor">The monitor's name.</param>
/// <param name="Recorded">Rows handed over by calls and by the label join since the safe model was built.</param>
/// <param name="Observed">Rows that the monitor took.</param>
/// <param name="Dropped">Rows that it never saw: its queue was full, no block was free, it threw, or it was stuck at disposal.</param>
public sealed record MonitorStatistics(string Monitor, long Recorded, long Observed, long Dropped)
{
    /// <summary>Rows in the monitor's queue.</summary>
    public long Pending => Recorded - Observed - Dropped;
}
