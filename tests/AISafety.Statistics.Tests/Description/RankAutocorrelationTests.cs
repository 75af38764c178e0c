namespace AISafety.Statistics.Tests.Description;

public class RankAutocorrelationTests
{
    [Test]
    public void At_small_series_is_the_formula()
    {
        // Ranks 0 1 2 3 less 1.5: lag 1: (0.75 - 0.25 + 0.75) / 5.
        RankAutocorrelation series = RankAutocorrelation.Of([float.NaN, -1, 7, float.PositiveInfinity]);
        Assert.That(series.At(1), Is.EqualTo(0.25).Within(1e-12));
        Assert.That(series.At(3), Is.EqualTo(-0.45).Within(1e-12));
        Assert.That((series.At(4), series.Count), Is.EqualTo((0.0, 4)));
    }

    [Test]
    public void At_ties_share_their_rank_and_constants_have_none()
    {
        // Mid-ranks 0.5 0.5 2.5 2.5 less 1.5.
        Assert.That(RankAutocorrelation.Of([1, 1, 2, 2]).At(1), Is.EqualTo(0.25).Within(1e-12));
        Assert.That(RankAutocorrelation.Of([3, 3, 3]).At(1), Is.Zero);
        Assert.That(() => RankAutocorrelation.Of([1]).At(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
