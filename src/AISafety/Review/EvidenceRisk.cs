namespace AISafety.Review;

/// <summary>How urgent a request is by its evidence; see <see cref="ReviewRules{TIn, TOut}.Priority"/>.</summary>
internal static class EvidenceRisk
{
    public static double Of(IReadOnlyList<Evidence> evidence)
    {
        double risk = 0;
        foreach (Evidence one in evidence)
        {
            if (one.Mode == GuardMode.Enforce)
            {
                risk = Math.Max(risk, Rank(one.Action) + Excess(one.Score, one.Threshold));
            }
        }

        return risk;
    }

    private static int Rank(SafetyAction action) => action switch
    {
        SafetyAction.Block => 2,
        SafetyAction.Review => 1,
        _ => 0,
    };

    private static double Excess(double score, double threshold)
    {
        double beyond = Math.Abs(score - threshold);
        return double.IsPositiveInfinity(beyond) ? 1
            : beyond > 0 ? beyond / (beyond + Math.Abs(threshold))
            : 0;
    }
}
