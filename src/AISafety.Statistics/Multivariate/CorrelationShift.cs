namespace AISafety.Statistics;

/// <summary>Tests whether the correlations between columns are those of a reference, whatever became of the columns' means and spreads.</summary>
/// <remarks>
/// <para>Values are made normal scores by the reference's ranks, to a thirty-second, so that neither tails nor any monotone scale matter. Of each pair of columns the shift is the difference of Fisher's z = atanh r over its standard error;
/// two statistics are taken: the greatest shift, which finds one large one, and the sum of all squared shifts, which finds many small ones. The p-value is twice the lesser of their two, at most 1; of a single pair, that of the greatest.</para>
/// <para>The standard error is by the variance of the reference's influence function. A shift counts for no more than the difference of the correlations by two thirds of the current rows' own such variance: so a few rare rows that the reference happened not to
/// have are no certain change. Correlations are drawn in by the share of one row, so that a z is finite. The greatest shift of K pairs has the p-value 1 - (1 - p)^K, p being Student's with (m + 20) / 4 degrees, which is what m rows know of that variance. The sum's law
/// is that of a gamma distribution with the mean, variance and skewness of simulated ones: the truth is drawn by the Bayesian bootstrap from the reference, and a current sample, of 1,000 rows at most, from that.</para>
/// <para>NaN is taken for the median of its column; infinities have their place in the order. A column of which fewer than 10 rows of the reference have another score than the most frequent one is left out, and so is a pair of which
/// a column does not vary in the current rows; as the topmost cell begins at the rank 31/32, that includes columns with more than 31/32 of the mass at their least value. Immutable.</para>
/// <para>Sources: R. Fisher, Metron 1, 1921; S. Devlin, R. Gnanadesikan and J. Kettenring, Biometrika 62, 1975; Z. Šidák, JASA 62, 1967; D. Rubin, Annals of Statistics 1981.</para>
/// </remarks>
public sealed class CorrelationShift
{
    // What chance makes of a correlation falls with the root of the rows; simulating more of them would only take longer.
    private const int MostSimulatedRows = 1_000;
    private const int LeastOthers = 10;

    // A p-value above this decides nothing, and need not be made more careful.
    private const double Undecided = 0.1;

    private readonly int _columns;
    private readonly RankScores[] _scores;
    private readonly double[] _correlations;
    private readonly FisherShift _shift;
    private readonly ThreeMomentGamma _sum;

    private CorrelationShift(int columns, RankScores[] scores, double[] correlations, FisherShift shift, ThreeMomentGamma sum, int currentCount)
    {
        (_columns, _scores, _correlations, _shift, _sum) = (columns, scores, correlations, shift, sum);
        CurrentCount = currentCount;
    }

    /// <summary>How many columns there are.</summary>
    public int Columns => _columns;

    /// <summary>How many rows every current sample must have.</summary>
    public int CurrentCount { get; }

    /// <summary>Prepares a reference.</summary>
    /// <param name="rows">The reference's table, row by row; at least 10 rows.</param>
    /// <param name="columns">How many values a row has; at least 2.</param>
    /// <param name="currentCount">How many rows every current sample will have; at least 10.</param>
    /// <param name="simulations">How many samples are simulated; 100 to 100,000.</param>
    /// <param name="seed">Of the simulation.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, or there are too few rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static CorrelationShift Fit(ReadOnlySpan<float> rows, int columns, int currentCount, int simulations = 400, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(currentCount, 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(simulations, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(simulations, 100_000);
        int count = rows.Length / columns;
        if (rows.Length % columns != 0 || count < 10)
        {
            throw new ArgumentException($"There are {rows.Length} values; expected at least 10 rows of {columns}.", nameof(rows));
        }

        RankScores[] ranks = RankScores.Varying(RankScores.OfColumns(rows, columns), rows, LeastOthers);
        double[] scores = RankScores.Score(ranks, rows, columns);
        double[] own = Correlations(scores, ranks.Length);
        double[] variances = new double[own.Length];
        if (own.Length > 0)
        {
            PairInfluence.Variances(scores, ranks.Length, own, variances);
        }

        FisherShift shift = new(own, variances, count, currentCount);
        ThreeMomentGamma sum = own.Length > 1 ? ThreeMomentGamma.Of(SimulateSums(scores, ranks.Length, shift, simulations, seed)) : default;
        return new(columns, ranks, own, shift, sum, currentCount);
    }

    /// <summary>Compares rows with the reference.</summary>
    /// <param name="rows">The table, row by row; <see cref="CurrentCount"/> rows.</param>
    /// <returns>If no pair can be compared, a p-value of 1, and a pair of which no correlation is known (0).</returns>
    /// <exception cref="ArgumentException">There is another number of rows.</exception>
    public CorrelationShiftResult Compare(ReadOnlySpan<float> rows)
    {
        if (rows.Length != (long)CurrentCount * Columns)
        {
            throw new ArgumentException($"There are {rows.Length} values; expected {CurrentCount} rows of {Columns}.", nameof(rows));
        }

        if (_correlations.Length == 0)
        {
            return new(1, 0, 0, 0, 1, 0, 0, 0);
        }

        double[] scores = RankScores.Score(_scores, rows, Columns);
        double[] current = Correlations(scores, _scores.Length);
        (double sum, double greatest, int place) = _shift.Of(current, []);
        double p = PValue(sum, greatest);
        double[] variances = [];
        if (p <= Undecided)
        {
            variances = new double[current.Length];
            PairInfluence.Variances(scores, _scores.Length, current, variances);
            (sum, greatest, place) = _shift.Of(current, variances);
            p = PValue(sum, greatest);
        }

        (int first, int second) = PairAt(place);
        double now = double.IsNaN(current[place]) ? 0 : current[place];
        return new(p, sum, greatest, _scores[first].Column, _scores[second].Column, _correlations[place], now, _shift.StandardError(place));
    }

    private double PValue(double sum, double greatest)
    {
        double one = _shift.PValue(greatest);
        return _correlations.Length == 1 ? one : Math.Min(1, 2 * Math.Min(one, _sum.Tail(sum)));
    }

    private static double[] Correlations(double[] scores, int columns)
    {
        double[] correlations = new double[columns * (columns - 1) / 2];
        if (correlations.Length > 0)
        {
            CorrelationSums sums = new(columns);
            for (int start = 0; start < scores.Length; start += columns)
            {
                sums.Add(scores.AsSpan(start, columns));
            }

            sums.Correlations(correlations);
        }

        return correlations;
    }

    private static double[] SimulateSums(double[] scores, int columns, FisherShift shift, int simulations, int seed)
    {
        BayesianBootstrap truth = new(scores.Length / columns, seed);
        FisherShift simulated = shift.WithCurrent(Math.Min(shift.CurrentCount, MostSimulatedRows));
        double[] correlations = new double[columns * (columns - 1) / 2];
        double[] values = new double[simulations];
        for (int i = 0; i < simulations; i++)
        {
            truth.Reweigh();
            CorrelationSums sums = new(columns);
            for (int j = 0; j < simulated.CurrentCount; j++)
            {
                sums.Add(scores.AsSpan(truth.Next() * columns, columns));
            }

            sums.Correlations(correlations);
            values[i] = simulated.Of(correlations, []).Sum;
        }

        return values;
    }

    private (int First, int Second) PairAt(int place)
    {
        int first = 0;
        int rest = _scores.Length - 1;
        while (place >= rest)
        {
            place -= rest--;
            first++;
        }

        return (first, first + 1 + place);
    }
}
