using AISafety.Rollout;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class ShadowComparisonTests
{
    private const double NaN = double.NaN;
    private const double Infinity = double.PositiveInfinity;

    [TestCase(1, 1.1, 0.2, true)]
    [TestCase(1, 1.25, 0.25, true)]
    [TestCase(1, 0.75, 0.25, true)]
    [TestCase(1, 1.3, 0.25, false)]
    [TestCase(0, -0.0, 0, true)]
    [TestCase(NaN, NaN, 0, true)]
    [TestCase(NaN, 1, 1e300, false)]
    [TestCase(1, NaN, 1e300, false)]
    [TestCase(Infinity, Infinity, 0, true)]
    [TestCase(Infinity, 1, 1e300, false)]
    [TestCase(Infinity, -Infinity, 1e300, false)]
    public void Absolute_tolerance(double stable, double candidate, double tolerance, bool agree) =>
        Assert.That(ShadowComparison.Within(tolerance, static (double value) => value).Agree(stable, candidate), Is.EqualTo(agree));

    [TestCase(200, 201, 0.01, true)]
    [TestCase(200, 202, 0.01, true)]
    [TestCase(200, 203, 0.01, false)]
    [TestCase(-200, -198, 0.01, true)]
    [TestCase(0, 1e-300, 0.5, false)]
    [TestCase(0, 0, 0, true)]
    [TestCase(NaN, NaN, 0, true)]
    [TestCase(NaN, 0, 1, false)]
    [TestCase(Infinity, 1, 1, false)]
    public void Relative_tolerance(double stable, double candidate, double tolerance, bool agree) =>
        Assert.That(ShadowComparison.WithinRelative(tolerance, static (double value) => value).Agree(stable, candidate), Is.EqualTo(agree));

    [TestCase(-1)]
    [TestCase(NaN)]
    [TestCase(Infinity)]
    public void Tolerance_that_cannot_be_is_refused(double tolerance)
    {
        Assert.That(() => ShadowComparison.Within(tolerance, static (double value) => value), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ShadowComparison.WithinRelative(tolerance, static (double value) => value), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Arrays_and_memory_are_equal_by_element()
    {
        Assert.That(ShadowComparison.Equal<float[]>().Agree([1, float.NaN], [1, float.NaN]), Is.True);
        Assert.That(ShadowComparison.Equal<float[]>().Agree([1, 2], [1, 3]), Is.False);
        Assert.That(ShadowComparison.Equal<float[]>().Agree([1], [1, 3]), Is.False);
        Assert.That(ShadowComparison.Equal<int[][]>().Agree([[1], [2, 3]], [[1], [2, 3]]), Is.True);
        Assert.That(ShadowComparison.Equal<int[][]>().Agree([[1], [2, 3]], [[1], [2, 4]]), Is.False);
        Assert.That(ShadowComparison.Equal<int[,]>().Agree(new[,] { { 1, 2 } }, new[,] { { 1, 2 } }), Is.True);
        Assert.That(ShadowComparison.Equal<int[,]>().Agree(new[,] { { 1, 2 } }, new[,] { { 1 }, { 2 } }), Is.False);
        Assert.That(ShadowComparison.Equal<ReadOnlyMemory<double>>().Agree(new[] { 1.0, NaN }, new[] { 1.0, NaN }), Is.True);
        Assert.That(ShadowComparison.Equal<Memory<string>>().Agree(new[] { "a" }, new[] { "b" }), Is.False);
        Assert.That(ShadowComparison.Equal(StringComparer.OrdinalIgnoreCase).Agree("a", "A"), Is.True);
    }

    [Test]
    public void Classifications_are_compared_by_label_where_nothing_else_is_said()
    {
        Classification yes = Classification.FromProbabilities([0.2f, 0.8f], ["no", "yes"]);
        Classification surer = Classification.FromProbabilities([0.1f, 0.9f], ["no", "yes"]);
        Classification no = Classification.FromProbabilities([0.9f, 0.1f], ["no", "yes"]);
        ShadowComparison<Classification> comparison = ShadowComparison.DefaultOf<Classification>();
        Assert.That((comparison.Agree(yes, surer), comparison.Agree(yes, no), comparison.Agree(default, default)), Is.EqualTo((true, false, true)));
        Assert.That(ShadowComparison.Equal<Classification>().Agree(yes, surer), Is.False);
    }
}
