namespace AISafety.Statistics.Tests;

public sealed class CalibrationErrorTests
{
    [Test]
    public void EqualWidth_any_length_equals_counting_by_edges([Values(1, 3, 10, 15, 49)] int binCount)
    {
        Random random = new(76);
        for (int length = 0; length <= 257; length++)
        {
            // On the edges and beside them, where a rounded product would err.
            double[] scores = [.. Enumerable.Range(0, length).Select(_ => random.Next(6) switch
            {
                0 => double.NaN,
                1 => (double)random.Next(binCount + 1) / binCount,
                2 => Math.BitDecrement((double)(random.Next(binCount) + 1) / binCount),
                3 => -0.0,
                _ => random.NextDouble(),
            })];
            byte[] labels = [.. scores.Select(_ => (byte)random.Next(2))];
            ReliabilityBin[] bins = new ReliabilityBin[binCount];

            int missing = ReliabilityCurve.EqualWidth<double>(scores, labels, bins);

            Assert.That(missing, Is.EqualTo(scores.Count(double.IsNaN)));
            for (int k = 0; k < binCount; k++)
            {
                int[] inside = [.. Enumerable.Range(0, length).Where(i => scores[i] >= (double)k / binCount && (k == binCount - 1 || scores[i] < (k + 1.0) / binCount))];
                Assert.That(bins[k].Count, Is.EqualTo(inside.Length));
                Assert.That(bins[k].Positives, Is.EqualTo(inside.Sum(i => labels[i])));
                Assert.That(bins[k].ScoreSum, Is.EqualTo(inside.Sum(i => scores[i])).Within(1e-12));
            }
        }
    }

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void EqualWidth_every_length_and_offset_equals_counting_by_edges(string kind)
    {
        double[] scores = KernelInputs.DrawProbabilities(kind, KernelInputs.Longest + KernelInputs.Offsets, 1);
        float[] floats = [.. scores.Select(score => (float)score)];
        Random random = new(78);
        byte[] labels = [.. scores.Select(_ => (byte)random.Next(2))];
        foreach ((int offset, int length) in KernelInputs.Slices)
        {
            int binCount = 1 + (length + offset) % 50;
            AssertBins<double>(scores.AsSpan(offset, length), labels.AsSpan(offset, length), binCount);
            AssertBins<float>(floats.AsSpan(offset, length), labels.AsSpan(offset, length), binCount);
        }
    }

    [Test]
    public void EqualWidth_of_scores_seldom_near_an_edge_equals_counting([Values(1, 7, 10, 100)] int binCount)
    {
        Random random = new(78);
        float[] scores = [.. Enumerable.Range(0, 5003).Select(i => i % 97 == 0 ? float.NaN : i % 89 == 0 ? 1 : random.NextSingle())];
        byte[] labels = [.. scores.Select(_ => (byte)random.Next(2))];
        ReliabilityBin[] bins = new ReliabilityBin[binCount];

        int missing = ReliabilityCurve.EqualWidth<float>(scores, labels, bins);

        Assert.That(missing, Is.EqualTo(scores.Count(float.IsNaN)));
        for (int k = 0; k < binCount; k++)
        {
            int[] inside = [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] >= (double)k / binCount && (k == binCount - 1 || scores[i] < (k + 1.0) / binCount))];
            Assert.That(bins[k].Count, Is.EqualTo(inside.Length));
            Assert.That(bins[k].Positives, Is.EqualTo(inside.Sum(i => labels[i])));
            Assert.That(bins[k].ScoreSum, Is.EqualTo(inside.Sum(i => (double)scores[i])).Within(1e-9));
        }

        scores[4001] = 1.5f;
        Assert.That(() => ReliabilityCurve.EqualWidth<float>(scores, labels, bins), Throws.ArgumentException);
    }

    [Test]
    public void EqualMass_distinct_scores_fill_bins_alike_in_any_order()
    {
        Random random = new(77);
        double[] scores = [.. Enumerable.Range(0, 103).Select(i => i / 103.0)];
        random.Shuffle(scores);
        byte[] labels = [.. scores.Select(score => (byte)(score > 0.5 ? 1 : 0))];
        ReliabilityBin[] bins = new ReliabilityBin[10];

        ReliabilityCurve.EqualMass<double>(scores, labels, bins);

        Assert.That(bins.Select(bin => bin.Count), Is.All.InRange(10, 11));
        Assert.That(bins.Sum(bin => bin.Count), Is.EqualTo(103));
        Assert.That(bins[0].MeanScore, Is.EqualTo(5 / 103.0).Within(1e-12));
        Assert.That(bins[9].PositiveRate, Is.EqualTo(1));
    }

    [Test]
    public void EqualMass_ties_stay_together()
    {
        ReliabilityBin[] bins = new ReliabilityBin[3];
        ReliabilityCurve.EqualMass<double>([0.5, 0.5, 0.5, 0.5, 0.9, 0.9], [0, 1, 0, 1, 1, 1], bins);
        Assert.That(bins, Is.EqualTo(new ReliabilityBin[] { new(4, 2, 2), default, new(2, 2, 1.8) }));
        Assert.That(CalibrationError.EqualMass<double>([0.5, 0.5, 0.5, 0.5, 0.9, 0.9], [0, 1, 0, 1, 1, 1], 3).Expected, Is.EqualTo(0.2 / 6).Within(1e-15));
    }

    [Test]
    public void EqualWidth_worked_example_is_right()
    {
        // Bins [0, 0.5) and [0.5, 1]: mean scores 0.2 and 0.8, rates 0.5 and 1.
        CalibrationErrorResult result = CalibrationError.EqualWidth<float>([0.1f, 0.3f, 0.8f, float.NaN], [0, 1, 1, 1], 2);
        Assert.That(result.Expected, Is.EqualTo((2 * 0.3 + 0.2) / 3).Within(1e-7));
        Assert.That(result.Maximum, Is.EqualTo(0.3).Within(1e-7));
        Assert.That((result.Count, result.Missing), Is.EqualTo((3L, 1)));
    }

    [Test]
    public void Compute_nothing_is_NaN_and_bad_input_is_refused()
    {
        Assert.That(CalibrationError.EqualWidth<double>([], []).Expected, Is.NaN);
        Assert.That(CalibrationError.EqualMass<double>([double.NaN], [1]).Maximum, Is.NaN);
        Assert.That(() => CalibrationError.EqualWidth<double>([1.1], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => CalibrationError.EqualWidth<float>([float.PositiveInfinity], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => CalibrationError.EqualWidth<double>([0.5, double.NegativeInfinity], [1, 0]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => CalibrationError.EqualMass<double>([-0.1], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => CalibrationError.EqualMass<double>([0.1], [7]), Throws.ArgumentException.With.Property("ParamName").EqualTo("labels"));
        Assert.That(() => CalibrationError.EqualMass<double>([0.1], [1], 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static void AssertBins<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, int binCount)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        ReliabilityBin[] expected = new ReliabilityBin[binCount];
        int missing = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double score = double.CreateTruncating(scores[i]);
            if (double.IsNaN(score))
            {
                missing++;
                continue;
            }

            int bin = binCount - 1;
            while (score < (double)bin / binCount)
            {
                bin--;
            }

            expected[bin] = new(expected[bin].Count + 1, expected[bin].Positives + labels[i], expected[bin].ScoreSum + score);
        }

        ReliabilityBin[] bins = new ReliabilityBin[binCount];
        Assert.That(ReliabilityCurve.EqualWidth(scores, labels, bins), Is.EqualTo(missing));
        for (int k = 0; k < binCount; k++)
        {
            bool equal = (bins[k].Count, bins[k].Positives) == (expected[k].Count, expected[k].Positives) && Math.Abs(bins[k].ScoreSum - expected[k].ScoreSum) <= 1e-13 * expected[k].ScoreSum;
            Assert.That(equal, Is.True, (bins[k], expected[k]).ToString);
        }
    }
}
