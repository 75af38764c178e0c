namespace AISafety.Statistics.Tests.Kernels;

public sealed class LabelSplitTests
{
    [TestCase("normal")]
    [TestCase("gaps")]
    [TestCase("missing")]
    [TestCase("infinite")]
    public void Copy_every_length_and_offset_keeps_each_labels_scores(string kind)
    {
        Random random = new(5);
        for (int length = 0; length <= 257; length++)
        {
            int offset = length % 9;
            double[] scores = KernelInputs.Draw(kind, length + offset, length);
            byte[] labels = [.. scores.Select(_ => (byte)random.Next(2))];
            AssertSplits(scores, labels, offset);
            AssertSplits([.. scores.Select(score => (float)score)], labels, offset);
            AssertSplits(scores, [.. labels.Select(_ => (byte)1)], offset);
            AssertSplits(scores, [.. labels.Select(_ => (byte)0)], offset);
        }
    }

    private static void AssertSplits<T>(T[] scores, byte[] labels, int offset)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        T[] target = new T[scores.Length - offset + LabelSplit.Room];

        (int positives, int negatives) = LabelSplit.Copy<T>(scores.AsSpan(offset), labels.AsSpan(offset), target);

        Assert.That(target.Take(positives).Order(), Is.EqualTo(Of(1)));
        Assert.That(target.TakeLast(negatives).Order(), Is.EqualTo(Of(0)));

        IEnumerable<T> Of(int label) => scores.Zip(labels).Skip(offset).Where(row => row.Second == label && !T.IsNaN(row.First)).Select(row => row.First).Order();
    }
}
