namespace AISafety.Statistics;

/// <summary>Labelled rows gathered into cells of neighbouring scores, so that a curve is fitted to a thousand cells however many rows there are.</summary>
/// <remarks>A cell is one distinct score where there are few, and otherwise about a thousandth of the rows; equal scores are in one cell. The score of a cell is the mean of its rows'.</remarks>
internal sealed class ScoreCells
{
    private const int Most = 1000;

    private readonly int[] _cells;
    private readonly byte[] _labels;
    private readonly double[] _weights;

    /// <summary>Gathers rows without NaN.</summary>
    public ScoreCells(double[] scores, byte[] labels, double[] weights)
    {
        int[] order = new int[scores.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        double[] ascending = [.. scores];
        Array.Sort(ascending, order);
        _labels = labels;
        _weights = weights;
        _cells = new int[scores.Length];
        List<double> means = [];
        int least = (scores.Length + Most - 1) / Most;
        int from = 0;
        while (from < ascending.Length)
        {
            int to = Math.Min(from + least, ascending.Length);
            while (to < ascending.Length && ascending[to] == ascending[to - 1])
            {
                to++;
            }

            double sum = 0;
            for (int i = from; i < to; i++)
            {
                _cells[order[i]] = means.Count;
                sum += ascending[i] - ascending[from];
            }

            means.Add(ascending[from] + sum / (to - from));
            from = to;
        }

        Scores = [.. means];
        Logs = new double[Scores.Length];
        Rests = new double[Scores.Length];
        for (int cell = 0; cell < Scores.Length; cell++)
        {
            (Logs[cell], Rests[cell]) = BetaCalibration.Features(Scores[cell]);
        }
    }

    public int RowCount => _cells.Length;

    /// <summary>The score of each cell, strictly ascending.</summary>
    public double[] Scores { get; }

    /// <summary>ln s of each cell.</summary>
    public double[] Logs { get; }

    /// <summary>-ln(1 - s) of each cell.</summary>
    public double[] Rests { get; }

    public int CellOf(int row) => _cells[row];

    public byte LabelOf(int row) => _labels[row];

    public double WeightOf(int row) => _weights[row];

    /// <summary>Adds up the cells.</summary>
    /// <param name="counts">How often each row is taken.</param>
    /// <returns>The weight in each cell, and the share of it that has label 1 (0 in an empty one).</returns>
    public (double[] Totals, double[] Shares) Sum(ReadOnlySpan<int> counts)
    {
        double[] totals = new double[Scores.Length];
        double[] shares = new double[Scores.Length];
        for (int row = 0; row < counts.Length; row++)
        {
            double weight = counts[row] * _weights[row];
            totals[_cells[row]] += weight;
            shares[_cells[row]] += weight * _labels[row];
        }

        for (int cell = 0; cell < shares.Length; cell++)
        {
            shares[cell] = totals[cell] > 0 ? shares[cell] / totals[cell] : 0;
        }

        return (totals, shares);
    }
}
