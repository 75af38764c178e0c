using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>Compares the arms' means.</summary>
internal sealed class DifferenceGateTest(double tolerance, double promotion) : IGateTest
{
    private readonly RandomizedDifferenceTest _harm = new(tolerance);
    private readonly RandomizedDifferenceTest _promotion = new(promotion);

    public double Harm => _harm.EValueGreater;

    public double Promotion => _promotion.EValueLess;

    public void Update(bool isCandidate, double share, in GateReading reading)
    {
        _harm.Update(isCandidate, share, reading.Value);
        _promotion.Update(isCandidate, share, reading.Value);
    }
}
