namespace AISafety.Statistics.Tests.Images;

public sealed class MedianFilterTests
{
    private static readonly float[] _plane =
    [
        1, 9, 2,
        8, 3, 7,
        4, 6, 5,
    ];

    [Test]
    public void Apply_odd_window_is_centred_and_mirrored_at_edges()
    {
        // Of the corner: rows 0, 0, 1 and columns 0, 0, 1 hold 1 1 9 1 1 9 8 8 3.
        float[] result = Of(3);

        Assert.That(result[4], Is.EqualTo(5), "the median of 1 to 9");
        Assert.That(result[0], Is.EqualTo(3));
        Assert.That(result[8], Is.EqualTo(5), "3 7 7 6 5 5 6 5 5");
    }

    [Test]
    public void Apply_even_window_reaches_up_and_left_and_takes_the_upper_middle()
    {
        float[] result = Of(2);

        Assert.That(result[0], Is.EqualTo(1), "1 alone, four times");
        Assert.That(result[4], Is.EqualTo(8), "1 9 8 3");
        Assert.That(result[8], Is.EqualTo(6), "3 7 6 5");
    }

    [Test]
    public void Apply_single_outlier_goes_and_an_edge_stays()
    {
        float[] plane = [.. Enumerable.Range(0, 64).Select(static i => i % 8 < 4 ? 0f : 1)];
        float[] dotted = [.. plane];
        dotted[25] = 1;
        float[] result = new float[64];

        MedianFilter.Apply(dotted, 8, 8, 3, result);

        Assert.That(result, Is.EqualTo(plane));
    }

    [Test]
    public void Apply_missing_pixel_spreads_over_the_window_only()
    {
        float[] plane = new float[25];
        plane[12] = float.NaN;
        float[] result = new float[25];

        MedianFilter.Apply(plane, 5, 5, 3, result);

        Assert.That(result.Count(float.IsNaN), Is.EqualTo(9));
    }

    [Test]
    public void Apply_refuses_what_does_not_fit()
    {
        float[] same = new float[9];
        Assert.Multiple(() =>
        {
            Assert.That(() => MedianFilter.Apply(new float[8], 3, 3, 3, new float[9]), Throws.ArgumentException);
            Assert.That(() => MedianFilter.Apply(new float[9], 3, 3, 3, new float[8]), Throws.ArgumentException);
            Assert.That(() => MedianFilter.Apply(same, 3, 3, 3, same), Throws.ArgumentException.With.Message.Contains("memory of its own"));
            Assert.That(() => MedianFilter.Apply(new float[9], 3, 3, 16, new float[9]), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    private static float[] Of(int size)
    {
        float[] result = new float[9];
        MedianFilter.Apply(_plane, 3, 3, size, result);
        return result;
    }
}
