using CsCheck;

namespace AISafety.Statistics.Tests;

/// <summary>Expected metrics, against their definitions.</summary>
public sealed class ExpectedPerformanceTests
{
    private static readonly Gen<(double Score, double Probability, byte Prediction)[]> _rows =
        Gen.Select(Gen.Int[0, 6], Gen.Double[0, 1], Gen.Byte[0, 1], (score, probability, prediction) => (score / 6.0, probability, prediction)).Array[2, 40];

    [Test]
    public void Of_equals_the_sums_over_rows_and_pairs() => _rows.Sample(rows =>
    {
        double hits = 0, positives = 0, selected = 0, right = 0, ranked = 0, pairs = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            (double score, double p, byte prediction) = rows[i];
            hits += prediction * p;
            positives += p;
            selected += prediction;
            right += prediction == 1 ? p : 1 - p;
            for (int j = 0; j < rows.Length; j++)
            {
                double weight = i == j ? 0 : p * (1 - rows[j].Probability);
                pairs += weight;
                ranked += weight * (score > rows[j].Score ? 1 : score == rows[j].Score ? 0.5 : 0);
            }
        }

        PerformanceValues values = Of(rows);
        Assert.That(values.Accuracy, Is.EqualTo(right / rows.Length).Within(1e-12));
        Assert.That(values.Precision, Is.EqualTo(hits / selected).Within(1e-12));
        Assert.That(values.Recall, Is.EqualTo(hits / positives).Within(1e-12));
        Assert.That(values.F1, Is.EqualTo(2 * hits / (selected + positives)).Within(1e-12));
        if (pairs > 1e-9)
        {
            // Of less there is no area: rounding would be all of it.
            Assert.That(values.RocAuc, Is.EqualTo(ranked / pairs).Within(1e-9));
        }
    });

    [Test]
    public void Of_probabilities_of_0_and_1_is_the_realised_metrics() => _rows.Sample(rows =>
    {
        byte[] labels = Array.ConvertAll(rows, row => (byte)(row.Probability < 0.5 ? 0 : 1));
        PerformanceValues values = Of(Array.ConvertAll(rows, row => row with { Probability = row.Probability < 0.5 ? 0 : 1 }));
        ConfusionCounts counts = Confusion.Of(labels, Array.ConvertAll(rows, row => row.Prediction));
        Assert.That(values.Accuracy, Is.EqualTo(counts.Accuracy).Within(1e-12));
        Assert.That(values.Precision, Is.EqualTo(counts.Precision).Within(1e-12));
        Assert.That(values.Recall, Is.EqualTo(counts.Recall).Within(1e-12));
        Assert.That(values.F1, Is.EqualTo(counts.F1).Within(1e-12));
        Assert.That(values.RocAuc, Is.EqualTo(RocAuc.Compute<double>(Array.ConvertAll(rows, row => row.Score), labels).Area).Within(1e-12));
    });

    [Test]
    public void Of_is_the_mean_over_drawn_labels()
    {
        Random random = new(4);
        (double Score, double Probability, byte Prediction)[] rows = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble()).Select(p => (p, p, (byte)(p > 0.6 ? 1 : 0)))];
        double[] areas = [.. Enumerable.Range(0, 2000).Select(_ => Of(Array.ConvertAll(rows, row => row with { Probability = random.NextDouble() < row.Probability ? 1 : 0 })).RocAuc)];
        Assert.That(Of(rows).RocAuc, Is.EqualTo(areas.Average()).Within(0.002));
    }

    [Test]
    public void Of_rows_without_a_score_are_passed_over() =>
        Assert.That(
            ExpectedPerformance.Of([0.2, double.NaN, 0.8], [0.1, double.NaN, 0.7], [0, 1, 1]),
            Is.EqualTo(ExpectedPerformance.Of([0.2, 0.8], [0.1, 0.7], [0, 1])));

    [Test]
    public void Of_what_cannot_be_is_refused()
    {
        Assert.That(() => ExpectedPerformance.Of([0.2], [1.1], [0]), Throws.ArgumentException);
        Assert.That(() => ExpectedPerformance.Of([0.2], [0.1], [2]), Throws.ArgumentException);
        Assert.That(() => ExpectedPerformance.Of([0.2, 0.3], [0.1], [0, 1]), Throws.ArgumentException);
    }

    private static PerformanceValues Of((double Score, double Probability, byte Prediction)[] rows) => ExpectedPerformance.Of(
        Array.ConvertAll(rows, row => row.Score), Array.ConvertAll(rows, row => row.Probability), Array.ConvertAll(rows, row => row.Prediction));
}
