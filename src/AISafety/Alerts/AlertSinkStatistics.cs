namespace AISafety.Alerts;

/// <summary>What became of the alerts at one sink. <c>Sent = Delivered + Failed + Dropped + Pending</c>, always.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Sent">Alerts that were meant for it.</param>
/// <param name="Delivered">Alerts that it took.</param>
/// <param name="Failed">Alerts for which it threw.</param>
/// <param name="Dropped">Alerts that it was not given, or had not taken when disposal waited no longer.</param>
public sealed record AlertSinkStatistics(string Sink, long Sent, long Delivered, long Failed, long Dropped)
{
    /// <summary>Alerts that wait, and the one that it is busy with.</summary>
    public long Pending => Sent - Delivered - Failed - Dropped;
}
