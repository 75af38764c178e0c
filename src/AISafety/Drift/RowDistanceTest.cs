using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Compares the rows of a window with the reference as a whole by one distance, judged against what chance makes of it.</summary>
internal sealed class RowDistanceTest
{
    private const float Bound = 5;
    private const int Frequencies = 128;
    private const int MostRows = 2_000;
    private const int MostPairedRows = 400;
    private const int Simulations = 200;

    private readonly RowMetric _metric;
    private readonly RowSource _source;
    private readonly int _seed;
    private readonly float[] _reference;
    private readonly Func<float[], double> _distance;
    private SimulatedNull? _chance;

    public RowDistanceTest(RowMetric metric, RowSource source, int seed)
    {
        (_metric, _source, _seed) = (metric, source, seed);
        int most = metric == RowMetric.Energy ? MostPairedRows : MostRows;
        _reference = Score(Spread(source.Reference, source.Columns, most));
        _distance = Distance();
    }

    /// <summary>Compares the last rows.</summary>
    public RowDrift Compare(RecentRows recent, int count, double level)
    {
        float[] rows = _source.Window(recent, count);
        if (_metric == RowMetric.DomainClassifier)
        {
            (double area, double p) = DomainClassifier.Compare(_reference, Score(rows), _source.Columns);
            return new(_metric, area, p, p <= level);
        }

        float[] current = Score(Spread(rows, _source.Columns, _metric == RowMetric.Energy ? MostPairedRows : count));
        int n = current.Length / _source.Columns;
        if (_chance?.CurrentCount != n)
        {
            _chance = SimulatedNull.OfRows(_reference, _source.Columns, n, _distance, Simulations, _seed);
        }

        double distance = _distance(current);
        double chance = _chance.PValue(distance);
        return new(_metric, distance, chance, chance <= level);
    }

    private Func<float[], double> Distance()
    {
        switch (_metric)
        {
            case RowMetric.MeanDiscrepancy:
                FourierFeatures features = FourierFeatures.Fit<float>(_reference, Bandwidth(), Frequencies, _seed, _source.Columns);
                return rows => features.SquaredDiscrepancy<float>(rows);
            case RowMetric.Energy:
                RowEnergyDistance energy = new(_reference, _source.Columns);
                return rows => energy.Of(rows);
            default:
                return static _ => double.NaN;
        }
    }

    private double Bandwidth()
    {
        double median = MedianHeuristic.Of<float>(Spread(_reference, _source.Columns, MostPairedRows), _source.Columns);
        return median > 0 ? median : 1;
    }

    private float[] Score(float[] rows)
    {
        float[] scores = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            scores[i] = Math.Clamp(_source.Standardize(i % _source.Columns, rows[i]), -Bound, Bound);
        }

        return scores;
    }

    // So many rows at most, evenly from all of them.
    private static float[] Spread(float[] rows, int columns, int most)
    {
        int count = rows.Length / columns;
        if (count <= most)
        {
            return rows;
        }

        float[] spread = new float[most * columns];
        for (int i = 0; i < most; i++)
        {
            rows.AsSpan((int)((long)i * count / most) * columns, columns).CopyTo(spread.AsSpan(i * columns));
        }

        return spread;
    }
}
