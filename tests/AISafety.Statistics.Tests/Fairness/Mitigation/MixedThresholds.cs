namespace AISafety.Statistics.Tests;

/// <summary>All that mixtures of two thresholds can do to the rows of a group, by trying all pairs: what the optimiser is checked against.</summary>
internal sealed class MixedThresholds
{
    private readonly (double FalsePositives, double TruePositives)[] _points;
    private readonly double _negatives;
    private readonly double _positives;

    public MixedThresholds((double Score, byte Label, int Group)[] rows)
    {
        _positives = rows.Count(row => row.Label == 1);
        _negatives = rows.Length - _positives;
        _points =
        [
            (0, 0),
            .. rows.Select(row => row.Score).Distinct().Select(threshold => (
                (double)rows.Count(row => row.Label == 0 && row.Score >= threshold), (double)rows.Count(row => row.Label == 1 && row.Score >= threshold))),
        ];
    }

    public IEnumerable<double> Rates(FairnessCriterion criterion) => _points.Select(point => Rate(point, criterion));

    /// <summary>The best value with the rate within a window.</summary>
    public double Best(FairnessCriterion criterion, double from, double to, double gain, double cost) =>
        Rates(criterion).Where(rate => rate > from && rate < to).Append(from).Append(Math.Min(to, 1)).Max(rate => BestAt(criterion, rate, point => gain * point.TruePositives - cost * point.FalsePositives));

    /// <summary>The greatest true positive rate with a false positive rate.</summary>
    public double TruePositiveRateAt(double rate) => BestAt(FairnessCriterion.FalsePositiveRateParity, rate, point => point.TruePositives / _positives);

    private double BestAt(FairnessCriterion criterion, double rate, Func<(double FalsePositives, double TruePositives), double> value)
    {
        double best = double.NegativeInfinity;
        foreach (var first in _points)
        {
            foreach (var second in _points)
            {
                (double a, double b) = (Rate(first, criterion), Rate(second, criterion));
                if (a <= rate && rate <= b)
                {
                    best = Math.Max(best, a == b ? Math.Max(value(first), value(second)) : ((b - rate) * value(first) + (rate - a) * value(second)) / (b - a));
                }
            }
        }

        return best;
    }

    private double Rate((double FalsePositives, double TruePositives) point, FairnessCriterion criterion) => criterion switch
    {
        FairnessCriterion.DemographicParity => (point.FalsePositives + point.TruePositives) / (_positives + _negatives),
        FairnessCriterion.EqualOpportunity => point.TruePositives / _positives,
        _ => point.FalsePositives / _negatives,
    };
}
