namespace AISafety.Statistics.Tests;

public sealed class ConfusionTests
{
    [Test]
    public void ByGroup_any_length_and_offset_equals_counting_one_by_one([Values(1, 2, 10, 19, 20, 64, 65, 256)] int groupCount)
    {
        Random random = new(71);
        foreach (int length in Enumerable.Range(0, 258).Append(8160).Append(8161).Append(20_001))
        {
            byte[] groups = Draw(random, length + KernelInputs.Offsets, groupCount);
            byte[] labels = Draw(random, length + KernelInputs.Offsets, 2);
            byte[] predictions = Draw(random, length + KernelInputs.Offsets, 2);
            byte[] sorted = [.. groups.Order()];
            byte[] reversed = [.. Enumerable.Reverse(sorted)];
            byte[] constant = [.. Enumerable.Repeat(groups[0], groups.Length)];
            foreach (int offset in KernelInputs.OffsetsAt(length))
            {
                foreach (byte[] order in new[] { groups, sorted, reversed, constant })
                {
                    AssertCounts(order.AsSpan(offset, length), labels.AsSpan(offset, length), predictions.AsSpan(offset, length), groupCount);
                }
            }
        }
    }

    [Test]
    public void ByGroup_one_cell_only_does_not_overflow_a_lane()
    {
        byte[] ones = [.. Enumerable.Repeat((byte)1, 100_000)];
        ConfusionCounts[] counts = new ConfusionCounts[2];

        Confusion.ByGroup(ones, ones, ones, counts);

        Assert.That(counts[1], Is.EqualTo(new ConfusionCounts(100_000, 0, 0, 0)));
        Assert.That(counts[0], Is.EqualTo(default(ConfusionCounts)));
    }

    [Test]
    public void Rates_equal_scikit_learn()
    {
        // scikit-learn 1.2.1: fbeta_score, matthews_corrcoef, cohen_kappa_score, balanced_accuracy_score and so on, of 20 TP, 5 FP, 60 TN, 15 FN.
        ConfusionCounts counts = new(20, 5, 60, 15);

        Assert.That(counts.Accuracy, Is.EqualTo(0.8).Within(1e-15));
        Assert.That(counts.Precision, Is.EqualTo(0.8).Within(1e-15));
        Assert.That(counts.Recall, Is.EqualTo(20 / 35.0).Within(1e-15));
        Assert.That(counts.F1, Is.EqualTo(40 / 60.0).Within(1e-15));
        Assert.That(counts.FBeta(2), Is.EqualTo(100 / 165.0).Within(1e-15));
        Assert.That(counts.BalancedAccuracy, Is.EqualTo(0.7472527472527473).Within(1e-15));
        Assert.That(counts.Matthews, Is.EqualTo(1125 / Math.Sqrt(25.0 * 35 * 65 * 75)).Within(1e-15));
        Assert.That(counts.Kappa, Is.EqualTo((0.8 - 0.575) / (1 - 0.575)).Within(1e-15));
    }

    [Test]
    public void Rates_without_a_denominator_are_as_documented()
    {
        Assert.That(new ConfusionCounts(0, 0, 7, 3).Precision, Is.NaN);
        Assert.That(new ConfusionCounts(0, 0, 7, 3).F1, Is.Zero);
        Assert.That(new ConfusionCounts(0, 0, 7, 3).Matthews, Is.Zero);
        Assert.That(new ConfusionCounts(0, 0, 7, 0).F1, Is.NaN);
        Assert.That(new ConfusionCounts(0, 0, 7, 0).Kappa, Is.NaN);
        Assert.That(default(ConfusionCounts).Matthews, Is.NaN);
        Assert.That(() => default(ConfusionCounts).FBeta(0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Matthews_of_huge_counts_does_not_overflow()
    {
        ConfusionCounts counts = new(4_000_000_000_000, 1_000_000_000_000, 4_000_000_000_000, 1_000_000_000_000);
        Assert.That(counts.Matthews, Is.EqualTo(0.6).Within(1e-15));
        Assert.That(counts.Kappa, Is.EqualTo(0.6).Within(1e-15));
    }

    [Test]
    public void ByGroup_bad_input_names_the_argument()
    {
        ConfusionCounts[] one = new ConfusionCounts[1];
        Assert.That(() => Confusion.Of([0, 1], [0]), Throws.ArgumentException.With.Property("ParamName").EqualTo("predictions"));
        Assert.That(() => Confusion.Of([0, 2], [0, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("labels"));
        Assert.That(() => Confusion.Of([0, 1], [0, 255]), Throws.ArgumentException.With.Property("ParamName").EqualTo("predictions"));
        Assert.That(() => Confusion.ByGroup([1], [1], [1], one), Throws.ArgumentException.With.Property("ParamName").EqualTo("groups"));
        Assert.That(() => Confusion.ByGroup([], [1], [1], one), Throws.ArgumentException.With.Property("ParamName").EqualTo("groups"));
        Assert.That(() => Confusion.ByGroup([0], [1], [1], []), Throws.ArgumentException.With.Property("ParamName").EqualTo("counts"));
    }

    private static void AssertCounts(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, int groupCount)
    {
        ConfusionCounts[] counts = new ConfusionCounts[groupCount];
        ConfusionCounts[] expected = new ConfusionCounts[groupCount];
        ConfusionCounts all = default;
        for (int i = 0; i < groups.Length; i++)
        {
            ConfusionCounts row = (labels[i], predictions[i]) switch { (1, 1) => new(1, 0, 0, 0), (0, 1) => new(0, 1, 0, 0), (0, 0) => new(0, 0, 1, 0), _ => new(0, 0, 0, 1) };
            expected[groups[i]] += row;
            all += row;
        }

        Confusion.ByGroup(groups, labels, predictions, counts);

        Assert.That(counts.AsSpan().SequenceEqual(expected), Is.True, $"length {groups.Length}");
        Assert.That(Confusion.Of(labels, predictions), Is.EqualTo(all));
    }

    private static byte[] Draw(Random random, int length, int below) => [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(below))];
}
