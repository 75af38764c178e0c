using System.Collections.Frozen;

namespace AISafety.Incidents;

/// <summary>Mean time to detect (MTTD) and mean time to recover (MTTR), from the records of incidents.</summary>
/// <remarks>
/// <para>To detect: from the likely beginning, <see cref="SafetyAlert.Since"/> of the earliest alert that says it, to the first alert. To recover: from the first alert to the moment when
/// somebody, or a rule, said that the service is as it should be; of an incident that came back, the last time. An incident without the times is left out and counted, never taken as zero.</para>
/// <para>Times of incidents are few and far apart, so that a mean of them moves by chance more than by any improvement (S. Davidovic, Incident Metrics in SRE, 2021): look at the
/// median and at how many there are as well.</para>
/// </remarks>
/// <param name="From">Detected then or later.</param>
/// <param name="To">Detected before then.</param>
/// <param name="Incidents">How many incidents were detected in the period.</param>
/// <param name="ToDetect">Mean time to detect.</param>
/// <param name="ToRecover">Mean time to recover.</param>
public sealed record IncidentTimes(DateTimeOffset From, DateTimeOffset To, int Incidents, MeanTime ToDetect, MeanTime ToRecover)
{
    /// <summary>The same by severity, as it is now; severities without an incident are not there.</summary>
    public IReadOnlyDictionary<IncidentSeverity, IncidentTimes> BySeverity { get; init; } = FrozenDictionary<IncidentSeverity, IncidentTimes>.Empty;

    /// <summary>The times of those of some incidents that were detected in a period.</summary>
    /// <param name="incidents">The incidents.</param>
    /// <param name="from">Detected then or later.</param>
    /// <param name="to">Detected before then.</param>
    /// <exception cref="ArgumentNullException"><paramref name="incidents"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="to"/> is not after <paramref name="from"/>.</exception>
    public static IncidentTimes Of(IEnumerable<Incident> incidents, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        CheckPeriod(from, to);
        Incident[] within = [.. incidents.Where(one => one.DetectedAt >= from && one.DetectedAt < to)];
        return Times(within) with { BySeverity = within.GroupBy(static one => one.Severity).ToFrozenDictionary(static group => group.Key, group => Times([.. group])) };

        IncidentTimes Times(Incident[] some) =>
            new(from, to, some.Length, MeanTime.Of(some.Select(static one => one.TimeToDetect)), MeanTime.Of(some.Select(static one => one.TimeToRecover)));
    }

    internal static void CheckPeriod(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from)
        {
            throw new ArgumentException($"The period ends at {to:u}; expected a time after its begin, {from:u}.", nameof(to));
        }
    }
}
