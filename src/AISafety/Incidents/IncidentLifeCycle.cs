using System.Collections.Frozen;

namespace AISafety.Incidents;

/// <summary>Which stage of an incident may follow which.</summary>
/// <remarks>Stages may be skipped, for nobody writes them down while the house burns. Two things may not: what was worked on is closed only after somebody has said that it is
/// over, and what was over goes on only by being reopened or taken up again.</remarks>
public static class IncidentLifeCycle
{
    /// <summary>The stages that may follow each stage.</summary>
    public static IReadOnlyDictionary<IncidentStage, IReadOnlyList<IncidentStage>> Allowed { get; } = new Dictionary<IncidentStage, IReadOnlyList<IncidentStage>>
    {
        [IncidentStage.Detected] = [IncidentStage.Assessed, IncidentStage.Contained, IncidentStage.Investigating, IncidentStage.Recovering, IncidentStage.Recovered, IncidentStage.Closed],
        [IncidentStage.Assessed] = [IncidentStage.Contained, IncidentStage.Investigating, IncidentStage.Recovering, IncidentStage.Recovered, IncidentStage.Closed],
        [IncidentStage.Contained] = [IncidentStage.Investigating, IncidentStage.Recovering, IncidentStage.Recovered],
        [IncidentStage.Investigating] = [IncidentStage.Contained, IncidentStage.Recovering, IncidentStage.Recovered],
        [IncidentStage.Recovering] = [IncidentStage.Contained, IncidentStage.Investigating, IncidentStage.Recovered],
        [IncidentStage.Recovered] = [IncidentStage.Detected, IncidentStage.Investigating, IncidentStage.Recovering, IncidentStage.Reviewed, IncidentStage.Closed],
        [IncidentStage.Reviewed] = [IncidentStage.Detected, IncidentStage.Closed],
        [IncidentStage.Closed] = [IncidentStage.Detected],
    }.ToFrozenDictionary();

    /// <summary>Whether an incident may go from one stage to another.</summary>
    public static bool Allows(IncidentStage from, IncidentStage to) => Allowed.TryGetValue(from, out IReadOnlyList<IncidentStage>? next) && next.Contains(to);

    /// <summary>Whether the service is as it should be again: <see cref="IncidentStage.Recovered"/> and what follows.</summary>
    public static bool IsOver(IncidentStage stage) => stage >= IncidentStage.Recovered;

    /// <summary>Whether the step brings an incident back that was over.</summary>
    internal static bool Reopens(IncidentStage from, IncidentStage to) => IsOver(from) && !IsOver(to);
}
