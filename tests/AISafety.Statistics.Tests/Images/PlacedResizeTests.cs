namespace AISafety.Statistics.Tests.Images;

public sealed class PlacedResizeTests
{
    private static readonly float[] _plane = [.. Enumerable.Range(0, 16).Select(static i => (float)i)];

    [Test]
    public void Apply_same_size_changes_nothing() => Assert.That(Of(4, 4, 0, 0), Is.EqualTo(_plane));

    [Test]
    public void Apply_half_the_size_averages_and_places()
    {
        float[] result = Of(2, 2, 1, 2);

        Assert.That(result[6], Is.EqualTo(2.5f), "0 1 4 5");
        Assert.That(result[11], Is.EqualTo(12.5f), "10 11 14 15");
        Assert.That(result.Count(static pixel => pixel == 0), Is.EqualTo(12));
    }

    [Test]
    public void Apply_refuses_what_does_not_fit()
    {
        Assert.That(() => Of(5, 4, 0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Of(2, 2, 3, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static float[] Of(int newHeight, int newWidth, int top, int left)
    {
        float[] result = new float[16];
        PlacedResize.Apply(_plane, 4, 4, newHeight, newWidth, top, left, result);
        return result;
    }
}
