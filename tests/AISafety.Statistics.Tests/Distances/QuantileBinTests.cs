using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class QuantileBinTests
{
    [Test]
    public void ByQuantiles_tied_whole_numbers_leave_no_bin_empty()
    {
        // The first decile, 0.9, lies between two values of which the greater is the second.
        double[] values = [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(1.0, 20), .. Enumerable.Range(2, 70).Select(i => (double)i)];

        Assert.That(BinnedSample<double>.ByQuantiles(values, 10).Counts.ToArray(), Has.All.GreaterThan(0));
        Assert.That(BinnedSample<double>.ByQuantiles([0, 1, 2], 10).Counts.ToArray(), Is.EqualTo([1, 1, 1]));
    }

    [Test]
    public void ByQuantiles_any_sample_leaves_no_bin_empty() =>
        Gen.Select(Gen.Int[0, 12].Array[1, 60], Gen.Int[1, 25]).Sample((whole, bins) =>
        {
            double[] values = Array.ConvertAll(whole, value => value * 0.5 - 1);
            BinnedSample<double> binned = BinnedSample<double>.ByQuantiles(values, bins);
            return binned.Bins.BinCount <= bins && binned.Count == values.Length && binned.Counts.ToArray().All(count => count > 0);
        });
}
