namespace AISafety.Statistics;

/// <summary>The shifts of many correlations from a reference's, each in standard errors of Fisher's z; see <see cref="CorrelationShift"/>.</summary>
internal sealed class FisherShift
{
    // What a variance is drawn to, that of normal columns, has the weight of so many rows.
    private const double PriorRows = 20;

    // By so much the variance in a window of some hundred rows may exceed the reference's by chance.
    private const double Excess = 1.5;

    private readonly double[] _reference;
    private readonly double[] _variances;
    private readonly int _count;
    private readonly double _kept;
    private readonly double _inverse;

    /// <param name="correlations">The reference's; NaN where a column does not vary.</param>
    /// <param name="variances">The variance of the influence of each.</param>
    /// <param name="count">How many rows the reference has; at least 10.</param>
    /// <param name="currentCount">How many rows a current sample has; at least 10.</param>
    public FisherShift(double[] correlations, double[] variances, int count, int currentCount)
    {
        (_reference, _variances, _count, CurrentCount) = (correlations, variances, count, currentCount);
        _kept = 1 - (1.0 / Math.Min(count, currentCount));
        _inverse = (1.0 / (count - 3)) + (1.0 / (currentCount - 3));
    }

    public int CurrentCount { get; }

    /// <summary>The same for another size of current samples.</summary>
    public FisherShift WithCurrent(int currentCount) => new(_reference, _variances, _count, currentCount);

    /// <summary>Sums up the shifts.</summary>
    /// <param name="current">The current sample's correlations; a NaN is no shift.</param>
    /// <param name="variances">Those of the current sample's influence; none to go by the reference's alone.</param>
    /// <returns>The sum of squares, the greatest by size, and which that is.</returns>
    public (double Sum, double Greatest, int Place) Of(ReadOnlySpan<double> current, ReadOnlySpan<double> variances)
    {
        double sum = 0;
        double greatest = 0;
        int place = 0;
        for (int i = 0; i < _reference.Length; i++)
        {
            double before = _kept * _reference[i];
            double now = _kept * current[i];
            double shift = Math.Abs(Math.Atanh(now) - Math.Atanh(before)) / Math.Sqrt(Variance(i, 1 - (before * before)) * _inverse);
            if (!variances.IsEmpty)
            {
                // Of the correlations themselves, on whose scale a few rows that break a perfect one are no more than they are.
                shift = Math.Min(shift, Math.Abs(current[i] - _reference[i]) / Math.Sqrt(variances[i] / Excess * _inverse));
            }

            if (shift > 0)
            {
                sum += shift * shift;
                if (shift > greatest)
                {
                    (greatest, place) = (shift, i);
                }
            }
        }

        return (sum, greatest, place);
    }

    /// <summary>The standard error of a correlation's shift, by the reference.</summary>
    public double StandardError(int place)
    {
        double rest = 1 - (_kept * _kept * _reference[place] * _reference[place]);
        return rest / _kept * Math.Sqrt(Variance(place, rest) * _inverse);
    }

    /// <summary>That of the greatest shift.</summary>
    public double PValue(double greatest)
    {
        double one = StudentTail.TwoSidedOf(greatest, (_count + PriorRows) / 4);
        return -Math.Exp(_reference.Length * double.LogP1(-one)) + 1 is var p && p > 1e-9 ? p : Math.Min(1, _reference.Length * one);
    }

    private double Variance(int pair, double rest) =>
        ((_count * _kept * _kept * _variances[pair] / (rest * rest)) + PriorRows) / (_count + PriorRows);
}
