namespace AISafety.Rollout;

/// <summary>Counts what a gate has read, for people: by arm, and by group where it tells them apart. The tests do not use it.</summary>
internal sealed class GateTally(RolloutGate gate)
{
    private readonly long[] _calls = new long[2];
    private readonly long[] _readings = new long[4];
    private readonly (long Count, double Sum)[] _keys = new (long, double)[4];

    /// <summary>Takes what a call, or an outcome of one, says.</summary>
    public void Read(bool isCandidate, in GateReading reading, bool isCall)
    {
        _calls[isCandidate ? 1 : 0] += isCall ? 1 : 0;
        _readings[Cell(isCandidate, reading.IsDisadvantaged)] += double.IsNaN(reading.Value) ? 0 : 1;
    }

    /// <summary>Takes what a key has come to.</summary>
    public void Count(bool isCandidate, in GateReading reading)
    {
        ref (long Count, double Sum) cell = ref _keys[Cell(isCandidate, reading.IsDisadvantaged)];
        cell = (cell.Count + 1, cell.Sum + reading.Value);
    }

    public GateStatus Status(IGateTest test, double harmThreshold, double promotionThreshold) => new()
    {
        Gate = gate.Name,
        Kind = gate.Kind,
        StableCalls = _calls[0],
        StableReadings = _readings[0] + _readings[1],
        StableCount = _keys[0].Count + _keys[1].Count,
        StableMean = Mean(isCandidate: false),
        StableGroups = GroupsOf(isCandidate: false),
        CandidateCalls = _calls[1],
        CandidateReadings = _readings[2] + _readings[3],
        CandidateCount = _keys[2].Count + _keys[3].Count,
        CandidateMean = Mean(isCandidate: true),
        CandidateGroups = GroupsOf(isCandidate: true),
        HarmEValue = test.Harm,
        HarmThreshold = harmThreshold,
        PromotionEValue = test.Promotion,
        PromotionThreshold = promotionThreshold,
        DisadvantagedReadings = (_readings[1], _readings[3]),
    };

    private double Mean(bool isCandidate)
    {
        if (GroupsOf(isCandidate) is { } groups)
        {
            return groups.Gap;
        }

        (long count, double sum) = _keys[Cell(isCandidate, isDisadvantaged: false)];
        return gate.Ends.Best + (sum / count * (gate.Ends.Worst - gate.Ends.Best));
    }

    private GroupRates? GroupsOf(bool isCandidate)
    {
        (long Count, double Sum) first = _keys[Cell(isCandidate, isDisadvantaged: false)];
        (long Count, double Sum) second = _keys[Cell(isCandidate, isDisadvantaged: true)];
        return gate.Kind == GateKind.FairnessGap ? new(first.Count, first.Sum / first.Count, second.Count, second.Sum / second.Count) : null;
    }

    private static int Cell(bool isCandidate, bool isDisadvantaged) => (isCandidate ? 2 : 0) + (isDisadvantaged ? 1 : 0);
}
