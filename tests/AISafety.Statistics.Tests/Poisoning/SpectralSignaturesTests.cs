namespace AISafety.Statistics.Tests.Poisoning;

[TestFixture]
public sealed class SpectralSignaturesTests
{
    [Test]
    public void Of_four_points_gives_the_scores_computed_by_hand()
    {
        // About their mean (5, 5) the first direction is (1, 0), along which the mean square is 1/2.
        PoisoningScores found = SpectralSignatures.Of<double>([4, 5, 6, 5, 5, 5.5, 5, 4.5], 2, [3, 3, 3, 3], poisonedShare: 0.3);
        Assert.That(found.Scores.ToArray(), Is.EqualTo(new double[] { 2, 2, 0, 0 }).Within(1e-12));
        Assert.That(found.Suspicious.ToArray(), Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void Of_planted_rows_score_most_in_their_class()
    {
        (double[] rows, int[] labels) = Clouds.WithBackdoor(6, seed: 2);
        PoisoningScores found = SpectralSignatures.Of<double>(rows, 6, labels, poisonedShare: 1.0 / 6);
        double[] ofClass = found.Scores[..120].ToArray();
        Assert.That(ofClass[100..].Min(), Is.GreaterThan(ofClass[..100].Max()));
        Assert.That(found.Suspicious.ToArray(), Is.SupersetOf(Enumerable.Range(100, 20)));
        Assert.That(ofClass.Average(), Is.EqualTo(1).Within(1e-9));
    }

    [TestCase(0.05, 40, 3)]
    [TestCase(0.1, 40, 6)]
    [TestCase(0.05, 41, 4)]
    [TestCase(0.5, 40, 30)]
    public void Of_every_class_gives_one_and_a_half_times_the_share(double share, int count, int expected)
    {
        List<double> rows = [];
        Clouds.Add(rows, count, 3, 0, new(4));
        Assert.That(SpectralSignatures.Of<double>([.. rows], 3, new int[count], share).Suspicious.Length, Is.EqualTo(expected));
    }

    [Test]
    public void Of_what_cannot_be_judged_is_NaN()
    {
        double[] rows = [1, 2, 3, double.NaN, 5, 0.1, 0.1, 0.1, 9];
        PoisoningScores found = SpectralSignatures.Of<double>(rows, 1, [0, 0, 0, 0, 0, 1, 1, 1, 2]);
        Assert.That(found.Scores.ToArray().Select(double.IsNaN), Is.EqualTo(new[] { false, false, false, true, false, true, true, true, true }));
        Assert.That(found.Suspicious.ToArray(), Is.EqualTo(new[] { 4 }));
    }

    [TestCase(0)]
    [TestCase(0.6)]
    [TestCase(double.NaN)]
    public void Of_share_out_of_range_is_refused(double share) =>
        Assert.That(() => SpectralSignatures.Of<double>([1, 2, 3], 1, [0, 0, 0], share), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("poisonedShare"));
}
