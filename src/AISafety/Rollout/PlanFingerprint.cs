using System.Globalization;

namespace AISafety.Rollout;

/// <summary>By which processes see whether they run one and the same plan. What functions do, such as a loss, it cannot see.</summary>
internal static class PlanFingerprint
{
    public static string Of(RolloutOptions options)
    {
        string steps = string.Join(';', options.Steps.Select(static step => string.Create(CultureInfo.InvariantCulture, $"{step.Share:R},{step.MinCandidateKeys},{step.MinDuration.Ticks},{step.RequiresEvidence}")));
        string gates = string.Join(';', options.Gates.Select(static gate => string.Create(
            CultureInfo.InvariantCulture, $"{gate.Name},{gate.Kind},{gate.Margin:R},{gate.Tolerance:R},{gate.RequiresSuperiority},{gate.Weight:R},{gate.Detail}")));
        string given = string.Join(';', options.GivenKeys.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value}"));
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{steps}|{gates}|{given}|{options.Alpha:R},{options.PromotionAlpha:R},{options.SampleRatioAlpha:R},{options.Processes},{options.CallsPerKey},{options.MaxDriftEjection:R},{options.DriftHold.Ticks},{options.AnswerFailuresByStable}");
        return StableHash.Of(0, text).ToString("x16", CultureInfo.InvariantCulture);
    }
}
