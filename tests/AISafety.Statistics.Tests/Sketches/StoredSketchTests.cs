namespace AISafety.Statistics.Tests.Sketches;

/// <summary>Sketches that were written by format version 1 and are kept: every later version must read them, and answer as they did.</summary>
public sealed class StoredSketchTests
{
    // 0.5, 1, ..., 50 and a NaN, with k = 8.
    private const string Kll =
        "QUlTSwEAAQCkAAAACAAAAIByR0W3mtXxZAAAAAAAAAABAAAAAAAAAAAAAAAAAOA/AAAAAAAASUAFAAAABAAAAAAAAAAAQEhAAAAAAACASEAAAAAAAMBIQAAA"
        + "AAAAAElAAAAAAAAAAAAEAAAAAAAAAAAAQUAAAAAAAABDQAAAAAAAAEVAAAAAAAAAR0AEAAAAAAAAAAAADEAAAAAAAAAnQAAAAAAAADJAAAAAAACAOUB32FLp";

    // (37 i mod 3001 - 600) / 4 for i from 0 to 2,999 and a NaN, with k = 20, when the lowest levels had room for 8 values and not yet for 20.
    private const string KllOfLowLevels =
        "QUlTSwEAAQAUAQAAFAAAAEZTblUxcIewuAsAAAAAAAABAAAAAAAAAAAAAAAAwGLAAAAAAADAgkAJAAAAAAAAAAQAAAAAAAAAAHKAQAAAAAAABoFAAAAAAACagUAAAAAAAC6CQAAAAAAE"
        + "AAAAAAAAAADwbUAAAAAAACx0QAAAAAAAzHhAAAAAAABsfUABAAAAAAAAAACwYsAEAAAAAAAAAAAgR8AAAAAAAFhhQAAAAAAAtHdAAAAAAABggUAAAAAAAAAAAAsAAAAAAAAAAIBewAAA"
        + "AAAAYEHAAAAAAACAL0AAAAAAALBSQAAAAAAAMGFAAAAAAACgbUAAAAAAANBxQAAAAAAAKHdAAAAAAAAUeUAAAAAAAFx+QAAAAAAAcoFAKq4feQ==";

    // 1, 1.5, 2, -1, 0 and a NaN, with a relative error of 5 %.
    private const string Dd =
        "QUlTSwEAAgBIBAAAmpmZmZmZqT8BAAAAAAAAAAAAAAAAAPC/AAAAAAAAAEABAAAAAAAAAOD///9BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAA"
        + "AAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAOD///9BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD0XWZE=";

    // 0, 1, ..., 49, with a precision of 4.
    private const string Hll =
        "QUlTSwEAAwAUAAAABAAAAAIEAQIBBQMBBQYDAQMCAwI3AncF";

    // 0, 1, ..., 19 as many times as they are, counted by their rest after division by 4.
    private const string CountMinOfRests =
        "QUlTSwEABADwAAAADgAAAAIAAAC+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABfAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAACgAAAAAAAAANwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAANwAAAAAAAAAoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAC0AAAAAAAAARpb/0A==";

    [Test]
    public void KllSketch_version_1_is_read()
    {
        KllSketch sketch = KllSketch.FromBytes(Convert.FromBase64String(Kll));
        Assert.That((sketch.K, sketch.Count, sketch.MissingCount, sketch.Min, sketch.Max), Is.EqualTo((8, 100L, 1L, 0.5, 50.0)));
        Assert.That((sketch.Quantile(0.5), sketch.Quantile(0.9), sketch.Rank(20)), Is.EqualTo((25.5, 46.0, 0.48)));
        Assert.That(sketch.ToBytes(), Is.EqualTo(Convert.FromBase64String(Kll)));
    }

    [Test]
    public void KllSketch_version_1_of_low_levels_is_read_and_goes_on()
    {
        KllSketch sketch = KllSketch.FromBytes(Convert.FromBase64String(KllOfLowLevels));
        Assert.That((sketch.K, sketch.Count, sketch.MissingCount, sketch.Min, sketch.Max), Is.EqualTo((20, 3000L, 1L, -150.0, 600.0)));
        Assert.That((sketch.Quantile(0.5), sketch.Quantile(0.1), sketch.Rank(3)), Is.EqualTo((237.0, -46.25, 560 / 3000.0)));

        KllSketch other = KllSketch.FromBytes(Convert.FromBase64String(KllOfLowLevels));
        other.Merge(sketch);
        for (int i = 0; i < 6000; i++)
        {
            other.Update(1000);
        }

        Assert.That((other.Count, other.MissingCount, other.Max), Is.EqualTo((12_000L, 2L, 1000.0)));
        Assert.That(other.Rank(999), Is.EqualTo(0.5).Within(other.RankError));
        Assert.That(KllSketch.FromBytes(other.ToBytes()).Rank(999), Is.EqualTo(other.Rank(999)));
    }

    [Test]
    public void DdSketch_version_1_is_read()
    {
        DdSketch sketch = DdSketch.FromBytes(Convert.FromBase64String(Dd));
        Assert.That((sketch.RelativeError, sketch.Count, sketch.MissingCount, sketch.Min, sketch.Max), Is.EqualTo((0.05, 5L, 1L, -1.0, 2.0)));
        Assert.That(sketch.Quantile(0.5), Is.EqualTo(0.9499999999999998).Within(1e-14));
    }

    [Test]
    public void HyperLogLog_version_1_is_read()
    {
        HyperLogLog sketch = HyperLogLog.FromBytes(Convert.FromBase64String(Hll));
        Assert.That(sketch.Precision, Is.EqualTo(4));
        Assert.That(sketch.Estimate(), Is.EqualTo(50.7234239268772).Within(1e-12));

        // The same items hash to the same registers still.
        for (long item = 0; item < 50; item++)
        {
            sketch.Add(item);
        }

        Assert.That(sketch.ToBytes(), Is.EqualTo(Convert.FromBase64String(Hll)));
    }

    [Test]
    public void CountMin_version_1_is_read()
    {
        CountMin sketch = CountMin.FromBytes(Convert.FromBase64String(CountMinOfRests));
        Assert.That((sketch.Width, sketch.Depth, sketch.Total), Is.EqualTo((14, 2, 190L)));
        Assert.That((sketch.Estimate(0L), sketch.Estimate(3L), sketch.Estimate(77L)), Is.EqualTo((40L, 55L, 0L)));
    }
}
