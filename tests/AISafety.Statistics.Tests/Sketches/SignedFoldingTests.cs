using CsCheck;

namespace AISafety.Statistics.Tests.Sketches;

public sealed class SignedFoldingTests
{
    [Test]
    public void Apply_squared_distance_is_right_on_average_over_seeds()
    {
        Random random = new(4);
        float[] one = [.. Enumerable.Range(0, 784).Select(_ => random.NextSingle())];
        float[] other = [.. Enumerable.Range(0, 784).Select(_ => random.NextSingle())];
        double truth = SquaredDistance(one, other);

        double[] shares = [.. Enumerable.Range(0, 2_000).Select(seed => SquaredDistance(Of(one, 64, seed), Of(other, 64, seed)) / truth)];

        // A variance of at most 2 / 64: five standard errors are 0.02.
        Assert.That(shares.Average(), Is.EqualTo(1).Within(0.02));
        Assert.That(shares.Select(static share => (share - 1) * (share - 1)).Average(), Is.InRange(0.02, 0.036));
    }

    [Test]
    public void Apply_never_stretches_by_more_than_it_says() =>
        Gen.Select(Gen.Float[-1, 1].Array[100], Gen.Int).Sample((row, seed) =>
            SquaredDistance(Of(row, 16, seed), new float[16]) <= 7 * SquaredDistance(row, new float[100]) * 1.0001, iter: 200, seed: "0000KOIPtOE5");

    [Test]
    public void Apply_one_number_that_differs_is_exact()
    {
        float[] one = new float[100];
        float[] other = new float[100];
        other[77] = 3;

        Assert.That(SquaredDistance(Of(one, 16, 1), Of(other, 16, 1)), Is.EqualTo(9));
    }

    [Test]
    public void Constructor_and_Apply_refuse_what_does_not_fit()
    {
        SignedFolding folding = new([1, 1], 2, 0);
        Assert.That(() => new SignedFolding([], 2, 0), Throws.ArgumentException);
        Assert.That(() => new SignedFolding([float.NaN], 2, 0), Throws.ArgumentException);
        Assert.That(() => new SignedFolding([1], 0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => folding.Apply(new float[3], new float[2]), Throws.ArgumentException);
        Assert.That(() => folding.Apply(new float[2], new float[3]), Throws.ArgumentException);
    }

    private static float[] Of(float[] row, int width, int seed)
    {
        float[] sketch = new float[width];
        new SignedFolding([.. Enumerable.Repeat(1f, row.Length)], width, seed).Apply(row, sketch);
        return sketch;
    }

    private static double SquaredDistance(float[] one, float[] other) => one.Zip(other, static (a, b) => ((double)a - b) * ((double)a - b)).Sum();
}
