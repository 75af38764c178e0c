namespace AISafety.Statistics.Tests.Poisoning;

[TestFixture]
public sealed class NeighborLabelDisagreementTests
{
    [Test]
    public void Of_six_points_gives_the_shares_counted_by_hand()
    {
        PoisoningScores found = NeighborLabelDisagreement.Of<double>([0, 1, 2, 10, 11, 12], 1, [0, 0, 1, 1, 1, 1], neighbors: 2);
        Assert.That(found.Scores.ToArray(), Is.EqualTo(new[] { 0.5, 0.5, 1, 0, 0, 0 }));
        Assert.That(found.Suspicious.ToArray(), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Of_lower_threshold_names_more()
    {
        PoisoningScores found = NeighborLabelDisagreement.Of<double>([0, 1, 2, 10, 11, 12], 1, [0, 0, 1, 1, 1, 1], neighbors: 2, threshold: 0.4);
        Assert.That(found.Suspicious.ToArray(), Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void Of_row_with_a_NaN_is_neither_judged_nor_a_neighbor()
    {
        PoisoningScores found = NeighborLabelDisagreement.Of<float>([0, 1, float.NaN, 2, 10, 11, 12], 1, [0, 0, 7, 1, 1, 1, 1], neighbors: 2);
        Assert.That(found.Scores.ToArray(), Is.EqualTo(new[] { 0.5, 0.5, double.NaN, 1, 0, 0, 0 }));
        Assert.That(found.Suspicious.ToArray(), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public void Of_flipped_labels_of_two_clouds_are_found()
    {
        (double[] rows, int[] labels) = Clouds.Two(200, columns: 4, distance: 8, seed: 1);
        int[] flipped = [3, 50, 199, 201, 390];
        foreach (int row in flipped)
        {
            labels[row] = 1 - labels[row];
        }

        Assert.That(NeighborLabelDisagreement.Of<double>(rows, 4, labels).Suspicious.ToArray(), Is.EqualTo(flipped));
    }

    [Test]
    public void Of_bad_arguments_are_refused_by_name()
    {
        Assert.That(() => NeighborLabelDisagreement.Of<double>([1, 2, 3], 1, [0, 1]), Throws.ArgumentException.With.Message.Contains("2 labels"));
        Assert.That(() => NeighborLabelDisagreement.Of<double>([1, 2, 3], 1, [0, 1, 1], neighbors: 3), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("neighbors"));
        Assert.That(() => NeighborLabelDisagreement.Of<double>([1, 2, 3], 1, [0, 1, 1], neighbors: 1, threshold: 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("threshold"));
        Assert.That(() => NeighborLabelDisagreement.Of<double>([1, double.PositiveInfinity, 3], 1, [0, 1, 1], neighbors: 1), Throws.ArgumentException);
        Assert.That(() => NeighborLabelDisagreement.Of<double>([double.NaN], 1, [0], neighbors: 1), Throws.ArgumentException.With.Message.Contains("complete row"));
    }
}
