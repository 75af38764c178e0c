namespace AISafety.Rollout;

/// <summary>What must hold of the gates of a rollout together.</summary>
internal static class GateList
{
    /// <exception cref="SafetyBuildException">There are none, one is out of range, or two have one name.</exception>
    public static void Check(IReadOnlyList<RolloutGate> gates)
    {
        if (gates.Count == 0)
        {
            throw new SafetyBuildException("A rollout without gates would promote whatever comes; name at least one, such as RolloutGate.ErrorRate(0.01).");
        }

        for (int i = 0; i < gates.Count; i++)
        {
            if (gates[i] is not { } gate)
            {
                throw new SafetyBuildException($"'rollout': {nameof(RolloutOptions)}.{nameof(RolloutOptions.Gates)} holds null at place {i}; expected a gate, such as RolloutGate.ErrorRate(0.01).");
            }

            gate.Check();
        }

        if (gates.GroupBy(static gate => gate.Name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new SafetyBuildException($"Two gates are called '{twice.Key}'; their evidence could not be told apart. Name one anew: gate with {{ Name = ... }}.");
        }
    }

    /// <exception cref="SafetyBuildException">A gate reads a column, codes or a group that the builder does not have: it could never speak.</exception>
    public static void CheckOwner(IReadOnlyList<RolloutGate> gates, object builder)
    {
        foreach (RolloutGate gate in gates)
        {
            gate.CheckOwner(builder);
        }
    }

    /// <exception cref="SafetyBuildException">A gate reads outcomes, and there are none.</exception>
    public static void RequireOutcomes(IReadOnlyList<RolloutGate> gates, bool hasOutcomes)
    {
        if (!hasOutcomes && gates.FirstOrDefault(static gate => gate.ReadsLabels) is { } blind)
        {
            throw new SafetyBuildException($"Rollout gate '{blind.Name}': there are no outcomes to judge by: call UseOutcomes on the builder.");
        }
    }
}
