using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace AISafety.Statistics;

/// <summary>The rows of one class about their mean, along the directions in which they vary most: the first right singular vectors of the centred rows.</summary>
internal sealed class ClassComponents
{
    // Directions with less than this share of the first one's variance are rounding.
    private const double Negligible = 1e-12;

    private ClassComponents(double[] scores, double[] variances, int count) => (Scores, Variances, Count) = (scores, variances, count);

    /// <summary>Row by row, one number for each component.</summary>
    public double[] Scores { get; }

    /// <summary>The variance (with n) along each component, descending; more than 0. None if the rows are all the same.</summary>
    public double[] Variances { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>How many components there are, at most as many as were asked for.</summary>
    public int Width => Variances.Length;

    public static ClassComponents Of(LabelledTable table, int[] members, int most)
    {
        // Equal rows may differ from their mean by its rounding.
        if (Array.TrueForAll(members, member => table.Row(member).SequenceEqual(table.Row(members[0]))))
        {
            return new([], [], members.Length);
        }

        int columns = table.Columns;
        double[] centered = new double[members.Length * columns];
        double[] mean = new double[columns];
        foreach (int member in members)
        {
            TensorPrimitives.Add(mean, table.Row(member), mean);
        }

        TensorPrimitives.Divide(mean, members.Length, mean);
        for (int i = 0; i < members.Length; i++)
        {
            TensorPrimitives.Subtract(table.Row(members[i]), mean, centered.AsSpan(i * columns, columns));
        }

        Evd<double> solved = Covariance(centered, columns, members.Length).Evd(Symmetricity.Symmetric);

        // The solver gives them ascending.
        double first = solved.EigenValues[columns - 1].Real;
        int width = 0;
        while (width < Math.Min(most, columns) && first > 0 && solved.EigenValues[columns - 1 - width].Real > Negligible * first)
        {
            width++;
        }

        double[] scores = new double[members.Length * width];
        double[] variances = new double[width];
        double[] direction = new double[columns];
        for (int component = 0; component < width; component++)
        {
            variances[component] = solved.EigenValues[columns - 1 - component].Real;
            solved.EigenVectors.Column(columns - 1 - component).AsArray().CopyTo(direction, 0);
            for (int i = 0; i < members.Length; i++)
            {
                scores[i * width + component] = TensorPrimitives.Dot<double>(centered.AsSpan(i * columns, columns), direction);
            }
        }

        return new(scores, variances, members.Length);
    }

    private static Matrix<double> Covariance(double[] centered, int columns, int count)
    {
        double[] products = new double[columns * columns];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> row = centered.AsSpan(i * columns, columns);
            for (int column = 0; column < columns; column++)
            {
                Span<double> sums = products.AsSpan(column * columns, columns);
                TensorPrimitives.MultiplyAdd(row, row[column] / count, sums, sums);
            }
        }

        return Matrix<double>.Build.Dense(columns, columns, products);
    }
}
