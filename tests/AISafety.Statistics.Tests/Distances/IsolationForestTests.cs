namespace AISafety.Statistics.Tests;

public sealed class IsolationForestTests
{
    [Test]
    public void Score_of_normal_data_is_near_scikit_learns()
    {
        // sklearn 1.2.1 IsolationForest(n_estimators=1000, max_samples=256) on 2,000 standard normal rows of two columns scores
        // (0, 0) 0.407, (2, 2) 0.652, (5, 5) 0.754 and (0, 6) 0.654; other draws differ by about 0.01.
        IsolationForest forest = IsolationForest.Fit<double>(KernelInputs.Draw("normal", 4000, 1), 2, seed: 1, trees: 500);

        Assert.That(forest.SampleSize, Is.EqualTo(256));
        Assert.That(forest.Score<double>([0, 0]), Is.EqualTo(0.407).Within(0.03));
        Assert.That(forest.Score<double>([2, 2]), Is.EqualTo(0.652).Within(0.03));
        Assert.That(forest.Score<double>([5, 5]), Is.EqualTo(0.754).Within(0.03));
        Assert.That(forest.Score<float>([0, 6]), Is.EqualTo(0.654).Within(0.03));
    }

    [Test]
    public void Fit_with_the_same_seed_gives_the_same_forest()
    {
        float[] rows = KernelInputs.DrawFloats("normal", 900, 2);
        IsolationForest first = IsolationForest.Fit<float>(rows, 3, seed: 5, trees: 20);
        IsolationForest again = IsolationForest.Fit<float>(rows, 3, seed: 5, trees: 20);
        IsolationForest other = IsolationForest.Fit<float>(rows, 3, seed: 6, trees: 20);

        Assert.That(again.Score<float>([1, 2, 0]), Is.EqualTo(first.Score<float>([1, 2, 0])));
        Assert.That(other.Score<float>([1, 2, 0]), Is.Not.EqualTo(first.Score<float>([1, 2, 0])));
    }

    [TestCase(2, 1.0)]
    [TestCase(256, 10.248689925634562)]
    public void MeanDepth_is_the_papers(int count, double expected)
    {
        // c(2) = 2 H(1) - 1; c(256) = 2 H(255) - 510 / 256, by summation of exact fractions in Python.
        Assert.That(IsolationTree.MeanDepth(count), Is.EqualTo(expected).Within(1e-13));
    }

    [Test]
    public void An_edge_case_is_as_documented()
    {
        IsolationForest constant = IsolationForest.Fit<double>([1, 1, 1, 1, double.NaN], 1, seed: 1, trees: 3);
        IsolationForest extreme = IsolationForest.Fit<double>([double.MinValue, double.MaxValue, double.Epsilon, 0], 1, seed: 1);

        // Nothing tells the rows apart: all depths are the mean depth.
        Assert.That(constant.Score<double>([1]), Is.EqualTo(0.5).Within(1e-15));
        Assert.That((constant.SampleSize, constant.Missing), Is.EqualTo((4, 1)));
        Assert.That(constant.Score<double>([double.NaN]), Is.NaN);
        Assert.That(extreme.Score<double>([double.PositiveInfinity]), Is.GreaterThan(0.5));
        Assert.That(() => IsolationForest.Fit<double>([1], 1, seed: 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("rows"));
        Assert.That(() => IsolationForest.Fit<double>([1, 2], 1, seed: 1, trees: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => IsolationForest.Fit<double>([1, 2], 1, seed: 1, sampleSize: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => constant.Score<double>([1, 2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("row"));
    }
}
