using System.Numerics.Tensors;
using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>See <see cref="AdversarialSign.ClassDistance"/>.</summary>
internal sealed class ClassDistanceSign() : AdversarialSign("class distance")
{
    // A covariance of as many columns squared is 128 MB, and more than one of them is needed.
    private const int MostColumns = 4_096;

    internal override SignScorer Fit(SignReference reference)
    {
        int columns = reference.Columns;
        if (columns > MostColumns)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The class distance is learned from rows of at most {MostColumns} numbers, its covariance having as many squared; these have {columns}. Expected an embedding with fewer, or other signs ({nameof(AdversarialDetectionOptions.Signs)})."), nameof(reference));
        }

        double[][] means = Means(reference);
        double[] residuals = new double[reference.Points.Length];
        for (int row = 0; row < reference.Count; row++)
        {
            Span<double> residual = residuals.AsSpan(row * columns, columns);
            TensorPrimitives.ConvertTruncating<float, double>(reference.Points.AsSpan(row * columns, columns), residual);
            TensorPrimitives.Subtract(residual, means[reference.Labels[row]], residual);
        }

        try
        {
            return new Scorer(means, Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<double>(residuals, columns)));
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                $"The class distance cannot be learned from {reference.Count} reference rows of {columns} numbers: their covariance cannot be inverted. Expected more rows, or numbers that vary.", nameof(reference), exception);
        }
    }

    private static double[][] Means(SignReference reference)
    {
        double[][] means = new double[reference.Classes][];
        for (int label = 0; label < means.Length; label++)
        {
            double[] mean = means[label] = new double[reference.Columns];
            int count = 0;
            for (int row = 0; row < reference.Count; row++)
            {
                if (reference.Labels[row] == label)
                {
                    count++;
                    for (int column = 0; column < mean.Length; column++)
                    {
                        mean[column] += reference.Points[row * reference.Columns + column];
                    }
                }
            }

            if (count == 0)
            {
                throw new ArgumentException($"No reference row has the label {label} of the model's {means.Length} classes; the class distance takes at least one of each.", nameof(reference));
            }

            TensorPrimitives.Divide<double>(mean, count, mean);
        }

        return means;
    }

    private sealed class Scorer(double[][] means, Mahalanobis distance) : SignScorer
    {
        public override double Score(in SignView view)
        {
            double[] residual = new double[view.Point.Length];
            TensorPrimitives.ConvertTruncating(view.Point, residual);
            TensorPrimitives.Subtract<double>(residual, means[view.Answer], residual);
            double squared = distance.SquaredDistance<double>(residual);
            return double.IsNaN(squared) ? double.PositiveInfinity : Math.Sqrt(squared);
        }
    }
}
