using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>How much more often rows like one come now than in a reference: importance weights for inputs that have shifted.</summary>
/// <remarks>
/// <para>A logistic regression tells current rows from the reference's by each feature, its square, and whether it is missing; the weight of a row is its odds of being
/// current times reference rows / current rows, cut at a greatest weight. Features are centred and scaled by both samples together and cut at 5 standard
/// deviations; a missing one counts as the mean. A ridge of 1 keeps a feature that tells nothing near 0. Shifts of location and spread of normal features are of that form, and found but for the ridge and the cut;
/// what only products of features show is not.</para>
/// <para>Immutable. Source: M. Sugiyama, T. Suzuki and T. Kanamori, Density Ratio Estimation in Machine Learning, 2012, chapter 4.</para>
/// </remarks>
public sealed class DensityRatio
{
    private const double Reach = 5;
    private const double Ridge = 1;

    private readonly int _columns;
    private readonly double[] _centers;
    private readonly double[] _scales;
    private readonly double[] _weights;
    private readonly double _prior;
    private readonly double _greatest;

    private DensityRatio(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int columns, double greatest)
    {
        _columns = columns;
        _greatest = greatest;
        (_centers, _scales) = Describe(reference, current, columns);
        int before = reference.Length / columns;
        int now = current.Length / columns;
        int width = 3 * columns + 1;
        double[] design = new double[(before + now) * width];
        byte[] targets = new byte[before + now];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = (byte)(i < before ? 0 : 1);
            ReadOnlySpan<double> row = i < before ? reference.Slice(i * columns, columns) : current.Slice((i - before) * columns, columns);
            Describe(row, design.AsSpan(i * width, width));
        }

        _weights = RidgeLogistic.Fit(design, targets, Ridge);
        _prior = (double)before / now;
    }

    /// <summary>Learns the ratio.</summary>
    /// <param name="reference">Row after row of features. NaN means missing.</param>
    /// <param name="current">Likewise, of the rows that come now.</param>
    /// <param name="columns">How many features a row has; 1 or more.</param>
    /// <param name="greatest">The greatest weight, 1 or more. Lower makes the effective sample greater and lets more of the shift stand.</param>
    /// <exception cref="ArgumentException">A sample has no row or one that is not full, or a value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public static DensityRatio Fit(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int columns, double greatest = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (!(greatest >= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(greatest), greatest, "Expected 1 or more.");
        }

        Require(reference, columns, nameof(reference));
        Require(current, columns, nameof(current));
        return new(reference, current, columns, greatest);
    }

    /// <summary>The weight of each row. Where the form fits, 1 on average over the reference, but for ridge and cut; where it does not (a part that has split in two), it may be far from that, and <see cref="EffectiveSampleSize"/> tells.</summary>
    /// <param name="rows">Row after row of features. NaN means missing.</param>
    /// <param name="weights">Gets the weights, 0 to the greatest; one for each row.</param>
    /// <exception cref="ArgumentException">There is no row, one is not full, a value is infinite, or there are not as many weights.</exception>
    public void Apply(ReadOnlySpan<double> rows, Span<double> weights)
    {
        Require(rows, _columns, nameof(rows));
        if (weights.Length != rows.Length / _columns)
        {
            throw new ArgumentException($"There is room for {weights.Length} weights; expected {rows.Length / _columns}.", nameof(weights));
        }

        double[] described = new double[_weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            Describe(rows.Slice(i * _columns, _columns), described);
            weights[i] = Math.Min(_greatest, _prior * Math.Exp(TensorPrimitives.Dot<double>(described, _weights)));
        }
    }

    private static void Require(ReadOnlySpan<double> rows, int columns, string name)
    {
        if (rows.IsEmpty || rows.Length % columns != 0)
        {
            throw new ArgumentException($"There are {rows.Length} values; expected a multiple of {columns}, and a row.", name);
        }

        foreach (double value in rows)
        {
            if (double.IsInfinity(value))
            {
                throw new ArgumentException("A value is infinite; expected finite numbers, or NaN for missing.", name);
            }
        }
    }

    private static (double[] Centers, double[] Scales) Describe(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int columns)
    {
        double[] centers = new double[columns];
        double[] scales = new double[columns];
        for (int column = 0; column < columns; column++)
        {
            double mean = 0;
            double squares = 0;
            long count = 0;
            for (int i = column; i < reference.Length + current.Length; i += columns)
            {
                double value = i < reference.Length ? reference[i] : current[i - reference.Length];
                if (!double.IsNaN(value))
                {
                    double distance = value - mean;
                    mean += distance / ++count;
                    squares += distance * (value - mean);
                }
            }

            centers[column] = mean;
            scales[column] = squares > 0 && double.IsFinite(squares) ? Math.Sqrt(squares / count) : 1;
        }

        return (centers, scales);
    }

    private void Describe(ReadOnlySpan<double> row, Span<double> described)
    {
        for (int column = 0; column < row.Length; column++)
        {
            bool missing = double.IsNaN(row[column]);
            double value = missing ? 0 : Math.Clamp((row[column] - _centers[column]) / _scales[column], -Reach, Reach);
            described[3 * column] = value;
            described[3 * column + 1] = value * value - 1;
            described[3 * column + 2] = missing ? 1 : 0;
        }

        described[^1] = 1;
    }
}
