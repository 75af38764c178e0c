namespace AISafety.Statistics;

/// <summary>The energy distance of tables of rows: 0 if and only if they have one distribution.</summary>
/// <remarks>2 E|X - Y| - E|X - X'| - E|Y - Y'| by Euclidean distances, each mean over all pairs of rows, a row with itself included: 0 or more. Time for m and n rows in proportion to m n + n²; the reference's own m² pairs are
/// measured once. Immutable. Source: G. Székely and M. Rizzo, Energy statistics, J. Statistical Planning and Inference 143, 2013.</remarks>
public sealed class RowEnergyDistance
{
    private readonly float[] _reference;
    private readonly double _within;

    /// <summary>Prepares a reference.</summary>
    /// <param name="reference">Rows, one after the other; at least one, finite.</param>
    /// <param name="columns">How many values a row has; at least 1.</param>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    public RowEnergyDistance(ReadOnlySpan<float> reference, int columns)
    {
        FiniteRows.Count(reference, columns, nameof(reference));
        _reference = reference.ToArray();
        Columns = columns;
        _within = MeanDistance(_reference, _reference);
    }

    /// <summary>How many values a row has.</summary>
    public int Columns { get; }

    /// <summary>The distance of other rows; 0 or more, in the unit of the values.</summary>
    /// <param name="current">Rows, one after the other; at least one, finite.</param>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    public double Of(ReadOnlySpan<float> current)
    {
        FiniteRows.Count(current, Columns, nameof(current));
        return Math.Max(0, (2 * MeanDistance(_reference, current)) - _within - MeanDistance(current, current));
    }

    private double MeanDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i += Columns)
        {
            ReadOnlySpan<float> row = x.Slice(i, Columns);
            for (int j = 0; j < y.Length; j += Columns)
            {
                sum += Distance(row, y.Slice(j, Columns));
            }
        }

        return sum / ((double)(x.Length / Columns) * (y.Length / Columns));
    }

    // Squares of floats can be beyond all floats.
    private static double Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double squares = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double gap = (double)x[i] - y[i];
            squares += gap * gap;
        }

        return Math.Sqrt(squares);
    }
}
