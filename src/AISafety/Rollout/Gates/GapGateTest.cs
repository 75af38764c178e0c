using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>Compares the arms' gaps between two groups: by how much more the candidate puts the advantaged one ahead.</summary>
internal sealed class GapGateTest(double tolerance, double promotion) : IGateTest
{
    private readonly RandomizedGapTest _harm = new(tolerance);
    private readonly RandomizedGapTest _promotion = new(promotion);

    public double Harm => _harm.EValueGreater;

    public double Promotion => _promotion.EValueLess;

    public void Update(bool isCandidate, double share, in GateReading reading)
    {
        _harm.Update(reading.IsDisadvantaged, isCandidate, share, reading.Value);
        _promotion.Update(reading.IsDisadvantaged, isCandidate, share, reading.Value);
    }
}
