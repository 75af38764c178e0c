using CsCheck;

namespace AISafety.Statistics.Tests.Images;

public sealed class CosineQuantizationTests
{
    [Test]
    public void Apply_best_quality_moves_a_block_by_half_a_level_at_most_on_average() =>
        Gen.Float[0.1f, 0.9f].Array[64].Sample(plane =>
        {
            float[] result = Of(plane, 8, 8, 100);

            // Rounded by 1/2 at most in each of 64 orthonormal coordinates.
            return Math.Sqrt(plane.Zip(result, static (a, b) => Math.Pow(255 * (a - b), 2)).Average()) <= 0.5 + 1e-3;
        }, iter: 200, seed: "0000KOIPtOE5");

    [Test]
    public void Apply_frequency_below_half_its_step_goes()
    {
        // The cosine of frequency (0, 7), whose step is 61 at quality 50: its coefficient is a 255 times 4 sqrt(2) / sqrt(8) sqrt(8) ... by the definition 255 a sqrt(8) sqrt(4).
        double half = 61 / 2.0 / (255 * Math.Sqrt(8) * 2);
        float[] weak = Wave(0.95 * half);
        float[] strong = Wave(1.05 * half);

        Assert.That(Of(weak, 8, 8, 50), Is.All.EqualTo(128 / 255f).Within(1e-5));
        Assert.That(Of(strong, 8, 8, 50), Is.EqualTo(Wave(2 * half)).Within(1e-4));

        static float[] Wave(double height) =>
            [.. Enumerable.Range(0, 64).Select(i => (float)(128 / 255.0 + height * Math.Cos(Math.PI * 7 * (2 * (i % 8) + 1) / 16)))];
    }

    [Test]
    public void Apply_parts_of_blocks_at_the_edge_are_treated_too()
    {
        float[] plane = [.. Enumerable.Range(0, 110).Select(static i => 0.5f + 0.3f * MathF.Sin(i))];

        float[] fine = Of(plane, 10, 11, 100);
        float[] coarse = Of(plane, 10, 11, 5);

        Assert.That(fine, Is.EqualTo(plane).Within(0.02));
        Assert.That(coarse.Distinct().Count(), Is.LessThan(110));
        Assert.That(coarse, Is.All.InRange(0, 1));
    }

    [Test]
    public void Apply_refuses_what_does_not_fit()
    {
        Assert.That(() => Of(new float[64], 8, 8, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Of(new float[64], 8, 9, 50), Throws.ArgumentException);
    }

    private static float[] Of(float[] plane, int height, int width, int quality)
    {
        float[] result = new float[plane.Length];
        CosineQuantization.Apply(plane, height, width, quality, result);
        return result;
    }
}
