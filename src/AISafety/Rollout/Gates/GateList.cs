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

        foreach (RolloutGate gate in gates)
        {
            gate.Check();
        }

        if (gates.GroupBy(static gate => gate.Name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new SafetyBuildException($"Two gates are called '{twice.Key}'; their evidence could not be told apart. Name one anew: gate with {{ Name = ... }}.");
        }
    }
}
