namespace AISafety.Statistics;

/// <summary>The best that a group's thresholds can do at each value of a rate: a concave function of straight pieces from 0 to 1.</summary>
internal sealed class HullCurve
{
    // A window's end that should be a vertex may lie beside it by rounding, and equal values differ by it: nothing is to depend on that.
    public const double Rounding = 1e-12;

    private readonly double[] _rates;
    private readonly double[] _values;
    private readonly double[] _thresholds;

    private HullCurve(double[] rates, double[] values, double[] thresholds)
    {
        (_rates, _values, _thresholds) = (rates, values, thresholds);
        Best = rates[FirstBest(values)];
    }

    /// <summary>Where the function bends, ascending, its ends included.</summary>
    public double[] Rates => _rates;

    /// <summary>The least rate at which the function is greatest.</summary>
    public double Best { get; }

    /// <summary>The curve of a hull.</summary>
    /// <param name="hull">The hull of the group's rows.</param>
    /// <param name="rate">The rate at a vertex, by its false and true positives: not descending along the hull, 0 to 1.</param>
    /// <param name="value">The value at a vertex, likewise: linear in both.</param>
    public static HullCurve Of(RocHull hull, Func<long, long, double> rate, Func<long, long, double> value)
    {
        List<double> rates = [];
        List<double> values = [];
        List<double> thresholds = [];
        for (int i = 0; i < hull.Thresholds.Length; i++)
        {
            double x = rate(hull.FalsePositives[i], hull.TruePositives[i]);
            double y = value(hull.FalsePositives[i], hull.TruePositives[i]);
            if (rates.Count > 0 && rates[^1] == x)
            {
                // Where the hull is upright only its better end counts.
                if (values[^1] >= y)
                {
                    continue;
                }

                rates.RemoveAt(rates.Count - 1);
                values.RemoveAt(values.Count - 1);
                thresholds.RemoveAt(thresholds.Count - 1);
            }

            rates.Add(x);
            values.Add(y);
            thresholds.Add(hull.Thresholds[i]);
        }

        return new([.. rates], [.. values], [.. thresholds]);
    }

    /// <summary>The index of the greatest of some values, of those that are equal but for rounding the first.</summary>
    public static int FirstBest(double[] values)
    {
        double least = values.Max() - Rounding;
        return Array.FindIndex(values, value => value >= least);
    }

    /// <summary>The value at a rate.</summary>
    public double At(double rate)
    {
        (int vertex, double share) = Locate(rate);
        return share == 0 ? _values[vertex] : _values[vertex] + share * (_values[vertex + 1] - _values[vertex]);
    }

    /// <summary>Slope and value at 0 of the piece that holds an interval without a bend inside.</summary>
    public (double Slope, double Intercept) LineOver(double from, double to)
    {
        int vertex = Math.Min(Locate(0.5 * from + 0.5 * to).Vertex, _rates.Length - 2);
        double slope = (_values[vertex + 1] - _values[vertex]) / (_rates[vertex + 1] - _rates[vertex]);
        return (slope, _values[vertex] - slope * _rates[vertex]);
    }

    /// <summary>The rule that has this rate and the value of <see cref="At"/>: one threshold, or a draw between two.</summary>
    public GroupThreshold RuleAt(double rate)
    {
        (int vertex, double share) = Locate(rate);
        return share == 0
            ? GroupThreshold.At(_thresholds[vertex])
            : new(_thresholds[vertex + 1], _thresholds[vertex], 0, share, 1);
    }

    // The vertex at or before a rate, and how far on the way to the next it is.
    private (int Vertex, double Share) Locate(double rate)
    {
        int index = Array.BinarySearch(_rates, rate);
        if (index >= 0)
        {
            return (index, 0);
        }

        int next = ~index;
        if (next == 0 || next == _rates.Length)
        {
            return (Math.Max(0, next - 1), 0);
        }

        double share = (rate - _rates[next - 1]) / (_rates[next] - _rates[next - 1]);
        return share < Rounding ? (next - 1, 0) : share > 1 - Rounding ? (next, 0) : (next - 1, share);
    }
}
