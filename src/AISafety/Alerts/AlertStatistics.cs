namespace AISafety.Alerts;

/// <summary>What became of the alerts of a safe model since it was built. <c>Raised = Sent + Folded</c>, always.</summary>
/// <param name="Raised">Raises of monitors and of the safe model itself.</param>
/// <param name="Sent">Raises that were sent: conditions that came up, got worse, or were still there after a long time.</param>
/// <param name="Folded">Raises that were only counted.</param>
/// <param name="Resolved">Conditions that were over; each was sent.</param>
/// <param name="Open">Conditions that are there now.</param>
/// <param name="Sinks">What became of what was sent, for each sink in the order in which they were added.</param>
public sealed record AlertStatistics(long Raised, long Sent, long Folded, long Resolved, int Open, IReadOnlyList<AlertSinkStatistics> Sinks)
{
    /// <summary>Raises that were made part of <c>alerts.overflow</c>, for <see cref="AlertOptions.Capacity"/> conditions were open.</summary>
    public long Overflowed { get; init; }

    /// <summary>Calls of actions that threw.</summary>
    public long ActionsFailed { get; init; }
}
