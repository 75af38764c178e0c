using CsCheck;

namespace AISafety.Statistics.Tests.Metrics;

[TestFixture]
public sealed class RocCurveTests
{
    [Test]
    public void Sample_of_known_scores_gives_the_corners()
    {
        double[] rates = new double[5];

        // Descending: 1, 0, 1 and 0 tied, 0, 0.
        RocCurve.Sample<double>([0.9, 0.8, 0.6, 0.6, 0.3, 0.1], [1, 0, 1, 0, 0, 0], rates);

        Assert.That(rates, Is.EqualTo(new[] { 0.5, 0.5, 1, 1, 1 }));
    }

    [Test]
    public void Sample_where_all_scores_are_equal_gives_the_diagonal()
    {
        double[] rates = new double[5];

        RocCurve.Sample<float>([7, 7, 7], [1, 0, 1], rates);

        Assert.That(rates, Is.EqualTo(new[] { 0, 0.25, 0.5, 0.75, 1 }).Within(1e-15));
    }

    [Test]
    public void Sample_with_a_rate_for_each_negative_has_the_area_of_the_curve() =>
        Gen.Select(Gen.Int[0, 9], Gen.Byte[0, 1]).Array[2, 60].Sample(rows =>
        {
            double[] scores = [.. rows.Select(row => (double)row.Item1)];
            byte[] labels = [.. rows.Select(row => row.Item2)];
            int negatives = labels.Count(label => label == 0);
            double[] rates = new double[negatives + 1 > 1 ? negatives + 1 : 2];
            RocCurve.Sample<double>(scores, labels, rates);
            if (negatives == 0 || negatives == labels.Length)
            {
                return rates.All(double.IsNaN);
            }

            // Ties apart, the curve is a stair with a step at each negative: then the upper sum overshoots by what stands upright, and the trapezes from the right end do not.
            bool isRising = rates.Zip(rates.Skip(1)).All(pair => pair.First <= pair.Second);
            double area = RocAuc.Compute<double>(scores, labels).Area;
            double upper = rates.Skip(1).Sum() / negatives;
            double lower = rates.SkipLast(1).Sum() / negatives;
            return isRising && rates[^1] == 1 && lower <= area + 1e-12 && area <= upper + 1e-12;
        });

    [Test]
    public void Sample_passes_over_missing_scores()
    {
        double[] with = new double[11];
        double[] without = new double[11];

        RocCurve.Sample<double>([0.9, double.NaN, 0.8, 0.2, double.NaN], [1, 0, 0, 1, 1], with);
        RocCurve.Sample<double>([0.9, 0.8, 0.2], [1, 0, 1], without);

        Assert.That(with, Is.EqualTo(without));
    }

    [Test]
    public void Sample_into_one_place_is_refused() =>
        Assert.That(() => RocCurve.Sample<double>([1, 2], [0, 1], new double[1]), Throws.ArgumentException.With.Message.Contains("expected 2 or more"));
}
