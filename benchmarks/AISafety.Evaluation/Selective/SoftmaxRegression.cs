namespace AISafety.Evaluation.Selective;

/// <summary>A plain classifier to be guarded: multinomial logistic regression on standardised features, by a fixed number of gradient steps. Not part of the library.</summary>
internal sealed class SoftmaxRegression
{
    private const int Steps = 300;
    private const double Rate = 0.5;
    private const double Ridge = 1e-3;

    private readonly double[] _means;
    private readonly double[] _spreads;
    private readonly double[][] _weights;

    /// <summary>Trains on the rows with these numbers.</summary>
    public SoftmaxRegression(LabelledRows rows, ReadOnlySpan<int> training)
    {
        int width = rows.Features[0].Length;
        _means = new double[width];
        _spreads = new double[width];
        for (int i = 0; i < width; i++)
        {
            double mean = 0;
            double square = 0;
            foreach (int row in training)
            {
                mean += rows.Features[row][i] / training.Length;
            }

            foreach (int row in training)
            {
                square += (rows.Features[row][i] - mean) * (rows.Features[row][i] - mean) / training.Length;
            }

            (_means[i], _spreads[i]) = (mean, square > 0 ? Math.Sqrt(square) : 1);
        }

        _weights = [.. Enumerable.Range(0, rows.ClassCount).Select(_ => new double[width + 1])];
        double[][] gradient = [.. _weights.Select(_ => new double[width + 1])];
        double[] x = new double[width + 1];
        for (int step = 0; step < Steps; step++)
        {
            foreach (double[] one in gradient)
            {
                Array.Clear(one);
            }

            foreach (int row in training)
            {
                Standardize(rows.Features[row], x);
                double[] p = Probabilities(x);
                for (int label = 0; label < p.Length; label++)
                {
                    double error = (p[label] - (rows.Labels[row] == label ? 1 : 0)) / training.Length;
                    for (int i = 0; i < x.Length; i++)
                    {
                        gradient[label][i] += error * x[i];
                    }
                }
            }

            for (int label = 0; label < gradient.Length; label++)
            {
                for (int i = 0; i < x.Length; i++)
                {
                    _weights[label][i] -= Rate * (gradient[label][i] + Ridge * _weights[label][i]);
                }
            }
        }
    }

    /// <summary>The probability of each class.</summary>
    public double[] Predict(double[] features)
    {
        double[] x = new double[_means.Length + 1];
        Standardize(features, x);
        return Probabilities(x);
    }

    private void Standardize(double[] features, double[] x)
    {
        for (int i = 0; i < features.Length; i++)
        {
            x[i] = (features[i] - _means[i]) / _spreads[i];
        }

        x[^1] = 1;
    }

    private double[] Probabilities(double[] x)
    {
        double[] logits = [.. _weights.Select(weights => weights.Zip(x, static (w, value) => w * value).Sum())];
        double greatest = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp(logit - greatest))];
        double sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }
}
