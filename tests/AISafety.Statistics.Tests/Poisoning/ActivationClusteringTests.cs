using CsCheck;

namespace AISafety.Statistics.Tests.Poisoning;

[TestFixture]
public sealed class ActivationClusteringTests
{
    [Test]
    public void Of_four_numbers_gives_what_is_computed_by_hand()
    {
        // The three equal ones have a silhouette of 1, the one that is alone has 0.
        ActivationClusteringResult found = ActivationClustering.Of<double>([0, 0, 0, 10], 1, [5, 5, 5, 5]);
        ClassClusters clusters = found.Classes.Single();
        Assert.That(clusters, Is.EqualTo(new ClassClusters(5, 4, 0.25, 0.75, true)));
        Assert.That(found.Rows.Scores.ToArray(), Is.EqualTo(new[] { -0.75, -0.75, -0.75, 0.75 }).Within(1e-12));
        Assert.That(found.Rows.Suspicious.ToArray(), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public void Silhouette_of_two_pairs_is_that_computed_by_hand()
    {
        double expected = (2 * (1 - 1 / 10.5) + 2 * (1 - 1 / 9.5)) / 4;
        Assert.That(ClusterSilhouette.Of([0, 1, 10, 11], 1, [false, false, true, true]), Is.EqualTo(expected).Within(1e-15));
        Assert.That(ClusterSilhouette.Of([0, 10, 1, 11], 1, [true, false, true, false]), Is.EqualTo(expected).Within(1e-15));
    }

    [TestCase(2, 1)]
    [TestCase(5, 2)]
    [TestCase(3, 3)]
    public void Of_planted_rows_are_found_and_nothing_else(int columns, int seed)
    {
        (double[] rows, int[] labels) = Clouds.WithBackdoor(columns, seed);
        ActivationClusteringResult found = ActivationClustering.Of<double>(rows, columns, labels);
        Assert.That(found.Rows.Suspicious.ToArray(), Is.EqualTo(Enumerable.Range(100, 20)));
        Assert.That(found.Classes.Select(static clusters => (clusters.Label, clusters.IsSuspicious)), Is.EqualTo(new[] { (0, true), (1, false) }));
        Assert.That(found.Classes[0].SmallerShare, Is.EqualTo(20.0 / 120));
        Assert.That(found.Rows.Scores[100..120].ToArray().Min(), Is.GreaterThan(found.Rows.Scores[..100].ToArray().Max()));
    }

    [Test]
    public void Of_linear_map_of_the_activations_changes_nothing() => Gen.Int[0, 1000].Sample(
        seed =>
        {
            // Scaled components are the same after any map that loses nothing, up to a rotation; so rotations by independent components change nothing either.
            (double[] rows, int[] labels) = Clouds.WithBackdoor(3, seed);
            Random random = new(seed);
            double[] map = [.. Enumerable.Range(0, 9).Select(i => random.NextDouble() - 0.5 + (i % 4 == 0 ? 2 : 0))];
            double[] mapped = [.. Enumerable.Range(0, rows.Length).Select(i => Enumerable.Range(0, 3).Sum(k => rows[i / 3 * 3 + k] * map[k * 3 + i % 3]))];
            ActivationClusteringResult one = ActivationClustering.Of<double>(rows, 3, labels);
            ActivationClusteringResult other = ActivationClustering.Of<double>(mapped, 3, labels);
            Assert.That(other.Rows.Suspicious.ToArray(), Is.EqualTo(one.Rows.Suspicious.ToArray()));
            Assert.That(other.Classes[0].Silhouette, Is.EqualTo(one.Classes[0].Silhouette).Within(1e-9));
            Assert.That(other.Rows.Scores[..120].ToArray(), Is.EqualTo(one.Rows.Scores[..120].ToArray()).Within(1e-9));
        },
        iter: 50);

    [Test]
    public void Of_limits_are_kept()
    {
        (double[] rows, int[] labels) = Clouds.WithBackdoor(5, seed: 2);
        Assert.That(ActivationClustering.Of<double>(rows, 5, labels, maxShare: 0.1).Rows.Suspicious.Length, Is.Zero);
        Assert.That(ActivationClustering.Of<double>(rows, 5, labels, minSilhouette: 0.9).Rows.Suspicious.Length, Is.Zero);
    }

    [Test]
    public void Of_what_cannot_be_judged_is_NaN()
    {
        ActivationClusteringResult found = ActivationClustering.Of<double>([0, 0, 0, double.NaN, 10, 7, 7, 7, 9, 9], 1, [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]);
        Assert.That(found.Classes.Select(static clusters => clusters.Label), Is.EqualTo(new[] { 0 }));
        Assert.That(found.Rows.Scores.ToArray().Select(double.IsNaN), Is.EqualTo(new[] { false, false, false, true, false, true, true, true, true, true }));
        Assert.That(found.Rows.Suspicious.ToArray(), Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public void Of_bad_arguments_are_refused_by_name()
    {
        Assert.That(() => ActivationClustering.Of<double>([1, 2, 3], 1, [0, 0, 0], components: 0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("components"));
        Assert.That(() => ActivationClustering.Of<double>([1, 2, 3], 1, [0, 0, 0], maxShare: 0.6), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("maxShare"));
        Assert.That(() => ActivationClustering.Of<double>([1, 2, 3], 1, [0, 0, 0], minSilhouette: double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("minSilhouette"));
        Assert.That(() => ActivationClustering.Of<double>([1, 2, 3], 2, [0, 0]), Throws.ArgumentException);
    }
}
