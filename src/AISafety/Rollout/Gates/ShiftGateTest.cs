using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>Compares the arms' distribution functions at edges.</summary>
/// <remarks>Harm is a difference beyond the tolerance at any edge in either direction: the mean of the e-values is one. That the greatest difference is less than the margin needs evidence at every edge: the least of them.</remarks>
internal sealed class ShiftGateTest(IReadOnlyList<double> edges, double tolerance, double margin) : IGateTest
{
    private readonly RandomizedDifferenceTest[] _more = [.. edges.Select(_ => new RandomizedDifferenceTest(tolerance))];
    private readonly RandomizedDifferenceTest[] _less = [.. edges.Select(_ => new RandomizedDifferenceTest(-tolerance))];
    private readonly RandomizedDifferenceTest[] _notMore = [.. edges.Select(_ => new RandomizedDifferenceTest(margin))];
    private readonly RandomizedDifferenceTest[] _notLess = [.. edges.Select(_ => new RandomizedDifferenceTest(-margin))];

    public double Harm { get; private set; } = 1;

    public double Promotion { get; private set; } = 1;

    public void Update(bool isCandidate, double share, in GateReading reading)
    {
        double harm = 0;
        double promotion = double.PositiveInfinity;
        for (int i = 0; i < _more.Length; i++)
        {
            double isBelow = double.IsNaN(reading.Value) ? double.NaN : reading.Value < edges[i] ? 1 : 0;
            foreach (RandomizedDifferenceTest test in (ReadOnlySpan<RandomizedDifferenceTest>)[_more[i], _less[i], _notMore[i], _notLess[i]])
            {
                test.Update(isCandidate, share, isBelow);
            }

            harm += _more[i].EValueGreater + _less[i].EValueLess;
            promotion = Math.Min(promotion, Math.Min(_notMore[i].EValueLess, _notLess[i].EValueGreater));
        }

        Harm = harm / (2 * _more.Length);
        Promotion = promotion;
    }
}
