using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Tests whether the correlations between columns are those of a reference, whatever became of the columns' means and spreads.</summary>
/// <remarks>
/// <para>Values are measured in standard deviations of the reference and taken to +-3 at most. Of each pair of columns the shift is the current less the reference's correlation, over the standard deviation that chance gives it;
/// two statistics are taken: the sum of all squared shifts, which finds many small ones, and the greatest, which finds one large one. The p-value is twice the lesser of their two, at most 1.</para>
/// <para>What chance makes of them is simulated: the truth is drawn by the Bayesian bootstrap from the reference, and a current sample from that, so that dependence, tails and both sample sizes are as they are. The
/// tails of the two statistics are those of gamma distributions with the simulated mean, variance and skewness, so that p-values below 1 / simulations mean something. Of more than 1,000 current rows, 1,000 are simulated
/// and the shifts scaled.</para>
/// <para>NaN is taken for the mean of its column, an infinity for the bound on its side. Immutable. Source of the bootstrap: D. Rubin, Annals of Statistics 1981.</para>
/// </remarks>
public sealed class CorrelationShift
{
    private const double Bound = 3;

    // What chance makes of a correlation falls with the root of the rows; simulating more of them would only take longer.
    private const int MostSimulatedRows = 1_000;

    private readonly double[] _mean;
    private readonly double[] _inverse;
    private readonly double[] _correlations;
    private readonly double[] _errors;
    private readonly ThreeMomentGamma _sum;
    private readonly ThreeMomentGamma _greatest;

    private CorrelationShift(double[] mean, double[] inverse, double[] correlations, double[] errors, ThreeMomentGamma sum, ThreeMomentGamma greatest, int currentCount)
    {
        (_mean, _inverse, _correlations, _errors, _sum, _greatest) = (mean, inverse, correlations, errors, sum, greatest);
        CurrentCount = currentCount;
    }

    /// <summary>How many columns there are.</summary>
    public int Columns => _mean.Length;

    /// <summary>How many rows every current sample must have.</summary>
    public int CurrentCount { get; }

    /// <summary>Prepares a reference.</summary>
    /// <param name="rows">The reference's table, row by row; at least 10 rows.</param>
    /// <param name="columns">How many values a row has; at least 2. Each must vary.</param>
    /// <param name="currentCount">How many rows every current sample will have; at least 10.</param>
    /// <param name="simulations">How many samples are simulated; 100 to 100,000.</param>
    /// <param name="seed">Of the simulation.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, there are too few rows, or a column does not vary.</exception>
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

        (double[] mean, double[] inverse) = Scale(rows, columns);
        double[] scores = new double[rows.Length];
        Score(rows, mean, inverse, scores);
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
        return new(mean, inverse, own, errors, ThreeMomentGamma.Of(sumsOfSquares), ThreeMomentGamma.Of(greatest), currentCount);
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
        double[] scores = new double[Columns];
        for (int start = 0; start < rows.Length; start += Columns)
        {
            Score(rows.Slice(start, Columns), _mean, _inverse, scores);
            sums.Add(scores);
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

    private static (double[] Mean, double[] Inverse) Scale(ReadOnlySpan<float> rows, int columns)
    {
        double[] mean = new double[columns];
        double[] inverse = new double[columns];
        double[] column = new double[rows.Length / columns];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < column.Length; i++)
            {
                float value = rows[(i * columns) + j];
                column[i] = float.IsFinite(value) ? value : double.NaN;
            }

            Moments moments = Moments.Of(column);
            if (!(moments.StandardDeviation > 0))
            {
                throw new ArgumentException($"Column {j} does not vary; expected columns with different finite values.", nameof(rows));
            }

            (mean[j], inverse[j]) = (moments.Mean, 1 / moments.StandardDeviation);
        }

        return (mean, inverse);
    }

    private static void Score(ReadOnlySpan<float> rows, double[] mean, double[] inverse, Span<double> scores)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int j = i % mean.Length;
            double score = (rows[i] - mean[j]) * inverse[j];
            scores[i] = double.IsNaN(score) ? 0 : Math.Clamp(score, -Bound, Bound);
        }
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
