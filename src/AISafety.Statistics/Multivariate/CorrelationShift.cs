using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Tests whether the correlations between columns are those of a reference, whatever became of the columns' means and spreads.</summary>
/// <remarks>
/// <para>Values are made normal scores by the reference's ranks, to a thirty-second, so that neither tails nor any monotone scale matter. Of each pair of columns the shift is the current less the reference's correlation, over the standard deviation that chance gives it;
/// two statistics are taken: the sum of all squared shifts, which finds many small ones, and the greatest, which finds one large one. The p-value is twice the lesser of their two, at most 1.</para>
/// <para>What chance makes of them is simulated: the truth is drawn by the Bayesian bootstrap from the reference, and a current sample from that, so that dependence, tails and both sample sizes are as they are. The
/// tails of the two statistics are those of gamma distributions with the simulated mean, variance and skewness, so that p-values below 1 / simulations mean something. Of more than 1,000 current rows, 1,000 are simulated
/// and the shifts scaled.</para>
/// <para>NaN is taken for the median of its column; infinities have their place in the order. A column that does not vary has no correlation. Immutable. Source of the bootstrap: D. Rubin, Annals of Statistics 1981.</para>
/// </remarks>
public sealed class CorrelationShift
{
    // What chance makes of a correlation falls with the root of the rows; simulating more of them would only take longer.
    private const int MostSimulatedRows = 1_000;

    private readonly RankScores[] _scores;
    private readonly double[] _correlations;
    private readonly double[] _errors;
    private readonly ThreeMomentGamma _sum;
    private readonly ThreeMomentGamma _greatest;

    private CorrelationShift(RankScores[] scores, double[] correlations, double[] errors, ThreeMomentGamma sum, ThreeMomentGamma greatest, int currentCount)
    {
        (_scores, _correlations, _errors, _sum, _greatest) = (scores, correlations, errors, sum, greatest);
        CurrentCount = currentCount;
    }

    /// <summary>How many columns there are.</summary>
    public int Columns => _scores.Length;

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

        RankScores[] ranks = RankScores.OfColumns(rows, columns);
        double[] scores = RankScores.Score(ranks, rows);
        double[] own = new double[columns * (columns - 1) / 2];
        CorrelationSums sums = new(columns);
        for (int row = 0; row < count; row++)
        {
            sums.Add(scores.AsSpan(row * columns, columns));
        }

        sums.Correlations(own);
        int rowsSimulated = Math.Min(currentCount, MostSimulatedRows);
        double[][] simulated = Simulate(scores, columns, rowsSimulated, simulations, seed);
        double[] errors = Errors(simulated, own);
        double[] sumsOfSquares = new double[simulations];
        double[] greatest = new double[simulations];
        for (int i = 0; i < simulations; i++)
        {
            (sumsOfSquares[i], greatest[i], _) = Shift(simulated[i], own, errors);
            greatest[i] *= greatest[i];
        }

        TensorPrimitives.Multiply(errors, Math.Sqrt(((1.0 / count) + (1.0 / currentCount)) / ((1.0 / count) + (1.0 / rowsSimulated))), errors);
        return new(ranks, own, errors, ThreeMomentGamma.Of(sumsOfSquares), ThreeMomentGamma.Of(greatest), currentCount);
    }

    /// <summary>Compares rows with the reference.</summary>
    /// <param name="rows">The table, row by row; <see cref="CurrentCount"/> rows.</param>
    /// <exception cref="ArgumentException">There is another number of rows.</exception>
    public CorrelationShiftResult Compare(ReadOnlySpan<float> rows)
    {
        if (rows.Length != (long)CurrentCount * Columns)
        {
            throw new ArgumentException($"There are {rows.Length} values; expected {CurrentCount} rows of {Columns}.", nameof(rows));
        }

        CorrelationSums sums = new(Columns);
        double[] scores = RankScores.Score(_scores, rows);
        for (int start = 0; start < scores.Length; start += Columns)
        {
            sums.Add(scores.AsSpan(start, Columns));
        }

        double[] correlations = new double[_correlations.Length];
        sums.Correlations(correlations);
        (double sum, double greatest, int place) = Shift(correlations, _correlations, _errors);
        double p = Math.Min(1, 2 * Math.Min(_sum.Tail(sum), _greatest.Tail(greatest * greatest)));
        (int first, int second) = PairAt(place);
        return new(p, sum, greatest, first, second, _correlations[place], correlations[place], _errors[place]);
    }

    private static (double Sum, double Greatest, int Place) Shift(double[] correlations, double[] own, double[] errors)
    {
        double sum = 0;
        double greatest = 0;
        int place = 0;
        for (int i = 0; i < own.Length; i++)
        {
            double shift = Math.Abs(correlations[i] - own[i]) / errors[i];
            sum += shift * shift;
            if (shift > greatest)
            {
                (greatest, place) = (shift, i);
            }
        }

        return (sum, greatest, place);
    }

    private static double[][] Simulate(double[] scores, int columns, int currentCount, int simulations, int seed)
    {
        int count = scores.Length / columns;
        double[] upTo = new double[count];
        double[][] simulated = new double[simulations][];
        Random random = new(seed);
        for (int i = 0; i < simulations; i++)
        {
            double total = 0;
            for (int j = 0; j < count; j++)
            {
                total -= Math.Log(1 - random.NextDouble());
                upTo[j] = total;
            }

            CorrelationSums sums = new(columns);
            for (int j = 0; j < currentCount; j++)
            {
                int place = Array.BinarySearch(upTo, random.NextDouble() * total);
                sums.Add(scores.AsSpan(Math.Min(place < 0 ? ~place : place, count - 1) * columns, columns));
            }

            simulated[i] = new double[columns * (columns - 1) / 2];
            sums.Correlations(simulated[i]);
        }

        return simulated;
    }

    private static double[] Errors(double[][] simulated, double[] own)
    {
        double[] errors = new double[own.Length];
        for (int pair = 0; pair < own.Length; pair++)
        {
            double squares = 0;
            foreach (double[] one in simulated)
            {
                squares += (one[pair] - own[pair]) * (one[pair] - own[pair]);
            }

            // Perfectly correlated columns stay so by chance: any shift of theirs is infinitely more than that, but must not be divided by zero.
            errors[pair] = Math.Max(1e-6, Math.Sqrt(squares / simulated.Length));
        }

        return errors;
    }

    private (int First, int Second) PairAt(int place)
    {
        int first = 0;
        int rest = Columns - 1;
        while (place >= rest)
        {
            place -= rest--;
            first++;
        }

        return (first, first + 1 + place);
    }
}
