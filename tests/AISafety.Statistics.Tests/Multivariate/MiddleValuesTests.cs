namespace AISafety.Statistics.Tests.Multivariate;

public sealed class MiddleValuesTests
{
    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Of_few_and_many_values_equals_sorting(string kind)
    {
        foreach (int length in (int[])[.. Enumerable.Range(1, 30), 257, 49_999, 50_001, 60_000, 200_001])
        {
            double[] values = KernelInputs.Draw(kind, length, length);
            double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
            if (sorted.Length > 0)
            {
                Assert.That(MiddleValues.Of(values, sorted.Length), Is.EqualTo((sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2])), $"{length}");
            }
        }
    }

    [Test]
    public void Of_values_whose_sample_misleads_gathers_all()
    {
        // Every 3rd value is great, and the sample's stride of 3 meets no other.
        double[] values = [.. Enumerable.Range(0, 60_000).Select(i => i % 3 == 0 ? 1e6 + i : i)];
        double[] sorted = [.. values.Order()];

        Assert.That(MiddleValues.Of(values, values.Length), Is.EqualTo((sorted[29_999], sorted[30_000])));
    }
}
