using System.Globalization;

namespace AISafety.Rollout;

/// <summary>Why a gate speaks against the candidate, in words that can be checked later: what each arm came to, of how many keys, at which share.</summary>
internal static class HarmReason
{
    /// <param name="gate">The gate.</param>
    /// <param name="share">The candidate's share when it was found.</param>
    public static string Of(GateStatus gate, double share) => string.Create(
        CultureInfo.InvariantCulture,
        $"gate '{gate.Gate}': {Arm(gate, gate.CandidateMean, gate.CandidateCount, gate.CandidateGroups)} against {Arm(gate, gate.StableMean, gate.StableCount, gate.StableGroups)} at a share of {Percent(share)} (e-value {Short(gate.HarmEValue)} of {Short(gate.HarmThreshold)})");

    private static string Arm(GateStatus gate, double mean, long count, GroupRates? groups) => gate.Kind switch
    {
        GateKind.ErrorRate or GateKind.Latency or GateKind.BlockRate => string.Create(CultureInfo.InvariantCulture, $"{Percent(mean)} of {Keys(count)}"),
        GateKind.FairnessGap when groups is { } both => string.Create(
            CultureInfo.InvariantCulture,
            $"a gap of {Percent(mean)} ({Percent(both.AdvantagedRate)} of {Keys(both.AdvantagedCount)} less {Percent(both.DisadvantagedRate)} of {Keys(both.DisadvantagedCount)})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"a mean of {mean:G4} of {Keys(count)}"),
    };

    private static string Keys(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "key" : "keys")}");

    private static string Percent(double rate) => (100 * rate).ToString(Math.Abs(rate) is >= 0.001 or 0 ? "0.#" : "0.####", CultureInfo.InvariantCulture) + " %";

    private static string Short(double eValue) => eValue.ToString(eValue < 1e6 ? "0.#" : "0.#E+0", CultureInfo.InvariantCulture);
}
