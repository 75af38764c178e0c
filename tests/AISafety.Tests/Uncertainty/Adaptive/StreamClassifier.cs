namespace AISafety.Tests.Uncertainty.Adaptive;

/// <summary>A plain classifier that never learns again: multinomial logistic regression on standardised features, by a fixed number of gradient steps.</summary>
internal sealed class StreamClassifier
{
    private readonly double[] _means;
    private readonly double[] _spreads;
    private readonly double[][] _weights;

    public StreamClassifier(double[][] rows, int[] labels, int classCount)
    {
        int width = rows[0].Length;
        _means = [.. Enumerable.Range(0, width).Select(i => rows.Average(row => row[i]))];
        _spreads = [.. Enumerable.Range(0, width).Select(i => Math.Sqrt(rows.Average(row => Math.Pow(row[i] - _means[i], 2))) + 1e-9)];
        _weights = [.. Enumerable.Range(0, classCount).Select(_ => new double[width + 1])];
        double[][] inputs = [.. rows.Select(Standardise)];
        for (int step = 0; step < 200; step++)
        {
            double[][] gradient = [.. _weights.Select(weights => weights.Select(weight => 1e-3 * weight).ToArray())];
            for (int row = 0; row < rows.Length; row++)
            {
                double[] p = Softmax(inputs[row]);
                for (int k = 0; k < classCount; k++)
                {
                    double error = (p[k] - (labels[row] == k ? 1 : 0)) / rows.Length;
                    for (int i = 0; i <= width; i++)
                    {
                        gradient[k][i] += error * inputs[row][i];
                    }
                }
            }

            for (int k = 0; k < classCount; k++)
            {
                for (int i = 0; i <= width; i++)
                {
                    _weights[k][i] -= 0.5 * gradient[k][i];
                }
            }
        }
    }

    public float[] Predict(double[] row) => Array.ConvertAll(Softmax(Standardise(row)), p => (float)p);

    private double[] Standardise(double[] row) => [.. row.Select((value, i) => (value - _means[i]) / _spreads[i]), 1];

    private double[] Softmax(double[] x)
    {
        double[] sums = Array.ConvertAll(_weights, weights => weights.Zip(x, (weight, value) => weight * value).Sum());
        double top = sums.Max();
        double[] powers = Array.ConvertAll(sums, sum => Math.Exp(sum - top));
        double total = powers.Sum();
        return Array.ConvertAll(powers, power => power / total);
    }
}
