using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace AISafety.Statistics;

/// <summary>Principal components of columns measured in standard deviations: the eigenvectors of their correlation matrix, those with most variance first.</summary>
/// <remarks>
/// <para>With covariance C and s the square roots of its diagonal, R = C / (s s'); R = V L V' with orthonormal columns V and eigenvalues L descending. A column that is said to be
/// constant has no part in R: its loadings are 0, and an eigenvalue of 0 stands for it. Of each component the greatest loading by size is positive, the first of equal ones, so that
/// the signs do not depend on the solver.</para>
/// <para>A row's score on a component is the sum of loading times (x - mean) / s. NaN means missing and is taken for the mean; so is an infinity.</para>
/// <para>Time grows with the cube of the columns, memory with the square. Immutable. Source: Jolliffe, Principal Component Analysis, 2nd edition, 2002, chapter 2.</para>
/// </remarks>
public sealed class PrincipalComponents
{
    private readonly double[] _mean;
    private readonly double[] _scale;
    private readonly double[] _eigenvalues;
    private readonly double[] _loadings;

    private PrincipalComponents(double[] mean, double[] scale, double[] eigenvalues, double[] loadings) =>
        (_mean, _scale, _eigenvalues, _loadings) = (mean, scale, eigenvalues, loadings);

    /// <summary>How many columns there are, and as many components.</summary>
    public int Columns => _mean.Length;

    /// <summary>The variance of each component, descending; 0 or more. Their sum is the number of columns that are not constant.</summary>
    public ReadOnlySpan<double> Eigenvalues => _eigenvalues;

    /// <summary>Each column's mean.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Each column's standard deviation, by which it is measured; 0 for a constant one.</summary>
    public ReadOnlySpan<double> Scale => _scale;

    /// <summary>The components of a covariance.</summary>
    /// <param name="covariance">The covariance of the columns.</param>
    /// <param name="isConstant">Which columns are constant, whatever the (shrunk) covariance gives as their variance; as long as there are columns. None for those of variance 0 alone.</param>
    /// <exception cref="ArgumentException"><paramref name="isConstant"/> has another length, or the covariance is not finite.</exception>
    public static PrincipalComponents Of(CovarianceEstimate covariance, ReadOnlySpan<bool> isConstant = default)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        int columns = covariance.Columns;
        if (!isConstant.IsEmpty && isConstant.Length != columns)
        {
            throw new ArgumentException($"There are {isConstant.Length} values; expected {columns}, one for each column.", nameof(isConstant));
        }

        double[] scale = new double[columns];
        for (int i = 0; i < columns; i++)
        {
            scale[i] = !isConstant.IsEmpty && isConstant[i] ? 0 : Math.Sqrt(covariance.Matrix[i * columns + i]);
        }

        double[] correlation = Correlation(covariance.Matrix, scale);
        if (!Array.TrueForAll(correlation, double.IsFinite))
        {
            throw new ArgumentException("The covariance holds a number that is not finite.", nameof(covariance));
        }

        Evd<double> solved = Matrix<double>.Build.Dense(columns, columns, correlation).Evd(Symmetricity.Symmetric);
        double[] eigenvalues = new double[columns];
        double[] loadings = new double[columns * columns];
        for (int component = 0; component < columns; component++)
        {
            // The solver gives them ascending.
            int at = columns - 1 - component;
            eigenvalues[component] = Math.Max(0, solved.EigenValues[at].Real);
            Span<double> vector = loadings.AsSpan(component * columns, columns);
            for (int column = 0; column < columns; column++)
            {
                // Where only constant columns are left, an eigenvector points at them: they have no part in anything.
                vector[column] = scale[column] > 0 ? solved.EigenVectors[column, at] : 0;
            }

            PointUp(vector);
        }

        return new(covariance.Mean.ToArray(), scale, eigenvalues, loadings);
    }

    /// <summary>What each column counts for in a component: a vector of length 1, or of zeros where it stands for a constant column.</summary>
    /// <param name="component">0 to <see cref="Columns"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such component.</exception>
    public ReadOnlySpan<double> Loadings(int component)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(component);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(component, Columns);
        return _loadings.AsSpan(component * Columns, Columns);
    }

    /// <summary>The share of all variance that the first components hold, 0 to 1; 0 if all columns are constant.</summary>
    /// <param name="components">0 to <see cref="Columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public double ExplainedShare(int components)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(components);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(components, Columns);
        double total = _eigenvalues.Sum();
        return total == 0 ? 0 : Math.Min(1, _eigenvalues.AsSpan(0, components).ToArray().Sum() / total);
    }

    /// <summary>A row's scores on the first components.</summary>
    /// <param name="row">The row; as long as there are columns. NaN and infinities are taken for the mean.</param>
    /// <param name="scores">Takes the scores; as many as there are places, at most <see cref="Columns"/>.</param>
    /// <exception cref="ArgumentException">A length is not as it must be.</exception>
    public void Project(ReadOnlySpan<float> row, Span<double> scores)
    {
        CompleteRows.RequireLength(row.Length, Columns, nameof(row));
        if (scores.Length > Columns)
        {
            throw new ArgumentException($"There is room for {scores.Length} scores; expected at most {Columns}, one for each component.", nameof(scores));
        }

        scores.Clear();
        for (int column = 0; column < Columns; column++)
        {
            if (_scale[column] > 0 && float.IsFinite(row[column]))
            {
                double distance = (row[column] - _mean[column]) / _scale[column];
                for (int component = 0; component < scores.Length; component++)
                {
                    scores[component] += _loadings[component * Columns + column] * distance;
                }
            }
        }
    }

    private static double[] Correlation(ReadOnlySpan<double> matrix, double[] scale)
    {
        int columns = scale.Length;
        double[] correlation = new double[columns * columns];
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                if (scale[i] != 0 && scale[j] != 0)
                {
                    correlation[i * columns + j] = i == j ? 1 : matrix[i * columns + j] / scale[i] / scale[j];
                }
            }
        }

        return correlation;
    }

    private static void PointUp(Span<double> vector)
    {
        int greatest = 0;
        for (int i = 1; i < vector.Length; i++)
        {
            greatest = Math.Abs(vector[i]) > Math.Abs(vector[greatest]) ? i : greatest;
        }

        if (vector[greatest] < 0)
        {
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] = -vector[i];
            }
        }
    }
}
