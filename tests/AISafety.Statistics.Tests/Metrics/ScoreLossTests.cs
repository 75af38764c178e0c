namespace AISafety.Statistics.Tests;

public sealed class ScoreLossTests
{
    [Test]
    public void Of_any_length_and_offset_equals_the_scalar_sum()
    {
        Random random = new(72);
        foreach (int length in Enumerable.Range(0, 258).Append(4095).Append(4097).Append(9001))
        {
            int room = length + KernelInputs.Offsets;
            AssertLosses([.. Enumerable.Range(0, room).Select(_ => random.Next(8) switch { 0 => double.NaN, 1 => 0, 2 => 1, 3 => -0.0, 4 => double.Epsilon, _ => random.NextDouble() })], length, random);
        }
    }

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Of_every_kind_of_scores_equals_the_scalar_sum(string kind)
    {
        Random random = new(73);
        for (int length = 0; length <= KernelInputs.Longest; length++)
        {
            AssertLosses(KernelInputs.DrawProbabilities(kind, length + KernelInputs.Offsets, length), length, random);
        }
    }

    [Test]
    public void Of_a_certain_error_costs_36() =>
        Assert.That(LogLoss.Of(new[] { 0.0 }, [1]), Is.EqualTo(52 * Math.Log(2)).Within(1e-13));

    [Test]
    public void Of_small_losses_keeps_its_digits() =>
        Assert.That(LogLoss.Of(new[] { 1e-9, 1e-9 }, [0, 0]), Is.EqualTo(1.0000000005e-9).Within(1e-12).Percent);

    [TestCase(1e-9, 1e-9)]
    [TestCase(1e-12, 0.3)]
    [TestCase(1e-15, 0.7)]
    [TestCase(0.4, 0.999999)]
    public void Of_many_rows_is_exact_whatever_is_multiplied(double often, double seldom)
    {
        // Losses of label 0: ln(1 - p), by the series where p is small.
        double[] scores = [.. Enumerable.Range(0, 1000).Select(i => i % 50 == 49 ? seldom : often)];
        double expected = scores.Sum(p => p < 1e-4 ? p + p * p / 2 + p * p * p / 3 : -Math.Log(1 - p)) / scores.Length;

        Assert.That(LogLoss.Of(scores, new byte[1000]), Is.EqualTo(expected).Within(1e-13 * expected));
    }

    [Test]
    public void Of_nothing_but_certain_errors_does_not_underflow() =>
        Assert.That(LogLoss.Of(new double[1000], [.. Enumerable.Repeat((byte)1, 1000)]), Is.EqualTo(52 * Math.Log(2)).Within(1e-12));

    [Test]
    public void Of_a_clip_cuts_both_ends()
    {
        double expected = -(Math.Log(1e-6) + Math.Log(1 - 1e-6) + Math.Log(0.5)) / 3;
        Assert.That(LogLoss.Of(new[] { 1.0, 1.0, 0.5 }, [0, 1, 1], 1e-6), Is.EqualTo(expected).Within(2e-11));
        Assert.That(() => LogLoss.Of(new[] { 1.0 }, [0], 0.5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => LogLoss.Of(new[] { 1.0 }, [0], 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => LogLoss.Of(new[] { 1.0 }, [0], double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(-1e-9)]
    [TestCase(1.0000001)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void Of_a_score_out_of_range_is_refused(double score)
    {
        Assert.That(() => LogLoss.Of(new[] { 0.5, score, 0.5, 0.5, 0.5 }, [0, 1, 1, 1, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => BrierScore.Of(new[] { 0.5, 0.5, 0.5, 0.5, score }, [0, 1, 1, 1, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
    }

    [Test]
    public void Of_bad_labels_is_refused()
    {
        Assert.That(() => BrierScore.Of(new[] { 0.5 }, []), Throws.ArgumentException.With.Property("ParamName").EqualTo("scores"));
        Assert.That(() => BrierScore.Of(new[] { 0.5 }, [2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("labels"));
    }

    private static void AssertLosses(double[] scores, int length, Random random)
    {
        float[] floats = [.. scores.Select(score => (float)score)];
        double[] widened = [.. floats.Select(score => (double)score)];
        byte[] labels = [.. scores.Select(_ => (byte)random.Next(2))];
        foreach (int offset in KernelInputs.OffsetsAt(length))
        {
            ReadOnlySpan<byte> own = labels.AsSpan(offset, length);
            (double brier, double logLoss, int count) = Scalar(scores.AsSpan(offset, length), own);
            Assert.That(BrierScore.Of(scores.AsSpan(offset, length), own), Is.EqualTo(brier / count).Within(1e-14), (offset, length).ToString);
            Assert.That(LogLoss.Of(scores.AsSpan(offset, length), own), Is.EqualTo(logLoss / count).Within(1e-12), (offset, length).ToString);

            (brier, logLoss, count) = Scalar(widened.AsSpan(offset, length), own);
            Assert.That(BrierScore.Of(floats.AsSpan(offset, length), own), Is.EqualTo(brier / count).Within(1e-14), (offset, length).ToString);
            Assert.That(LogLoss.Of(floats.AsSpan(offset, length), own), Is.EqualTo(logLoss / count).Within(1e-12), (offset, length).ToString);
        }
    }

    private static (double Brier, double LogLoss, int Count) Scalar(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        double brier = 0;
        double logLoss = 0;
        int count = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsNaN(scores[i]))
            {
                double given = labels[i] == 1 ? scores[i] : 1 - scores[i];
                brier += (scores[i] - labels[i]) * (scores[i] - labels[i]);
                logLoss -= Math.Log(Math.Max(given, Math.Pow(2, -52)));
                count++;
            }
        }

        return (brier, logLoss, count);
    }
}
