using System.Globalization;

namespace AISafety.Rollout;

/// <summary>By which processes see whether they run one and the same plan, and in what they differ: a short hash of each part. What functions do, such as a loss, it cannot see.</summary>
internal static class PlanFingerprint
{
    private static readonly string[] s_parts = ["steps", "gates", "given keys", "error probabilities, processes or calls per key", "rules for drift and failures"];

    public static string Of(RolloutOptions options)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string steps = string.Join(';', options.Steps.Select(step => string.Create(culture, $"{step.Share:R},{step.MinCandidateKeys},{step.MinDuration.Ticks},{step.RequiresEvidence}")));
        string gates = string.Join(';', options.Gates.Select(gate => string.Create(culture, $"{gate.Name},{gate.Kind},{gate.Margin:R},{gate.Tolerance:R},{gate.RequiresSuperiority},{gate.Weight:R},{gate.Detail}")));
        string given = string.Join(';', options.GivenKeys.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value}"));
        string errors = string.Create(culture, $"{options.Alpha:R},{options.PromotionAlpha:R},{options.SampleRatioAlpha:R},{options.Processes},{options.CallsPerKey}");
        string rules = string.Create(culture, $"{options.MaxDriftEjection:R},{options.DriftHold.Ticks},{options.AnswerFailuresByStable}");
        return string.Join('-', new[] { steps, gates, given, errors, rules }.Select(part => StableHash.Of(0, part).ToString("x16", culture)[..8]));
    }

    /// <summary>The parts in which two plans differ, for a person; null if in none.</summary>
    public static string? FindDifference(string one, string other)
    {
        string[] mine = one.Split('-');
        string[] theirs = other.Split('-');
        return one == other ? null
            : mine.Length != s_parts.Length || theirs.Length != s_parts.Length ? "plan"
            : string.Join(" and ", s_parts.Where((_, i) => mine[i] != theirs[i]));
    }
}
