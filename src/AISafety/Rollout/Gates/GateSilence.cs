using System.Globalization;

namespace AISafety.Rollout;

/// <summary>Finds that a gate reads nothing: its column is never a number, a group is misspelt, or outcomes do not come.</summary>
internal static class GateSilence
{
    // Fewer calls than a step asks keys for are too few to say it; of a step that asks for very many, one need not wait for all.
    private const long Least = 100;
    private const long Most = 1_000;

    /// <summary>After how many calls of an arm a gate should have read something. Outcomes come later than calls.</summary>
    public static long Patience(GateKind kind, RolloutStep step) => kind == GateKind.Loss ? Most : Math.Clamp(step.MinCandidateKeys, Least, Most);

    /// <summary>What a gate has never read, as a sentence without its end; null if it reads, or if there were too few calls to say.</summary>
    public static string? Of(GateStatus gate, RolloutStep step)
    {
        if (gate.Kind == GateKind.Loss && gate.StableReadings + gate.CandidateReadings == 0)
        {
            // Outcomes may take days. That none has come yet is in the report.
            return null;
        }

        long patience = Patience(gate.Kind, step);
        return Of(gate, "candidate", gate.CandidateCalls, gate.CandidateReadings, gate.DisadvantagedReadings.Candidate, patience)
            ?? Of(gate, "stable version", gate.StableCalls, gate.StableReadings, gate.DisadvantagedReadings.Stable, patience);
    }

    private static string? Of(GateStatus gate, string arm, long calls, long readings, long disadvantaged, long patience) =>
        calls < patience ? null
        : readings == 0 ? string.Create(CultureInfo.InvariantCulture, $"gate '{gate.Gate}' could read {Nothing(gate.Kind)} {calls:N0} calls of the {arm}")
        : gate.Kind != GateKind.FairnessGap || (disadvantaged > 0 && disadvantaged < readings) ? null
        : string.Create(CultureInfo.InvariantCulture, $"gate '{gate.Gate}' found nobody of the {(disadvantaged == 0 ? "disadvantaged" : "advantaged")} group in {calls:N0} calls of the {arm}");

    private static string Nothing(GateKind kind) => kind == GateKind.Loss ? "no outcome of" : "none of";
}
