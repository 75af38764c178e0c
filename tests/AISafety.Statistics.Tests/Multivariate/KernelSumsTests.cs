namespace AISafety.Statistics.Tests.Multivariate;

public sealed class KernelSumsTests
{
    [TestCase(1)]
    [TestCase(9)]
    public void Sums_any_sizes_and_labellings_equal_the_definition(int dimension)
    {
        Random random = new(dimension);
        foreach ((int m, int n) in new[] { (2, 2), (3, 7), (7, 3), (12, 12), (13, 25), (24, 48), (61, 130), (130, 61) })
        {
            foreach (int permutations in (int[])[0, 3, 40])
            {
                double[] rows = [.. Enumerable.Range(0, (m + n) * dimension).Select(_ => Samples.Normal(random))];
                using RowPanels x = RowPanels.Of<double>(rows.AsSpan(0, m * dimension), dimension, new double[dimension]);
                using RowPanels y = RowPanels.Of<double>(rows.AsSpan(m * dimension), dimension, new double[dimension]);
                using Labellings labellings = Labellings.Deal(m, n, permutations, 5);
                using KernelSums sums = new(labellings, 1.5);
                sums.AddReference(x);
                sums.AddCurrent(x, y);
                for (int labelling = 0; labelling < labellings.Count; labelling++)
                {
                    bool[] marks = LabellingsTests.Marks(labellings, m, n, labelling);
                    double within = 0;
                    double touching = 0;
                    for (int i = 0; i < m + n; i++)
                    {
                        for (int j = 0; j < i; j++)
                        {
                            double kernel = Kernel(rows.AsSpan(i * dimension, dimension), rows.AsSpan(j * dimension, dimension), 1.5);
                            within += marks[i] && marks[j] ? kernel : 0;
                            touching += (marks[i] ? kernel : 0) + (marks[j] ? kernel : 0);
                        }
                    }

                    Assert.That(sums.Within[labelling], Is.EqualTo(within).Within(1e-13 * (1 + within)));
                    Assert.That(sums.Touching[labelling], Is.EqualTo(touching).Within(1e-13 * (1 + touching)));
                }

                // The same from distances that are known.
                using PairDistances distances = PairDistances.Of(x, y, 0);
                using KernelSums known = new(labellings, 1.5);
                known.AddCurrent(x, y, known.AddReference(x, distances.Values));
                Assert.That(known.Within.ToArray(), Is.EqualTo(sums.Within.ToArray()).Within(1e-12));
                Assert.That(distances.Values.ToArray().Count(double.IsFinite), Is.EqualTo((m + n) * (m + n - 1) / 2));
            }
        }
    }

    private static double Kernel(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double sigma)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return Math.Exp(-sum / (2 * sigma * sigma));
    }
}
