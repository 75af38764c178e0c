using CsCheck;

namespace AISafety.Statistics.Tests.Images;

public sealed class TotalVariationDenoisingTests
{
    [TestCase(0.1)]
    [TestCase(0.4)]
    public void Apply_step_is_lowered_by_what_can_be_computed_by_hand(double weight)
    {
        // 4 zeros and 4 ones in a row: u is a at first and 1 - a then, and weight (1 - 2a) + 4 a^2 is least at a = weight / 4.
        float[] result = new float[8];

        TotalVariationDenoising.Apply([0, 0, 0, 0, 1, 1, 1, 1], 1, 8, weight, 20_000, result);

        Assert.That(result[..4], Is.All.EqualTo(weight / 4).Within(0.01));
        Assert.That(result[4..], Is.All.EqualTo(1 - weight / 4).Within(0.01));
    }

    [Test]
    public void Apply_keeps_the_mean_and_comes_near_the_least_objective() =>
        Gen.Select(Gen.Float[0, 1].Array[42], Gen.Double[0.02, 0.5]).Sample((plane, weight) =>
        {
            float[] result = new float[42];

            TotalVariationDenoising.Apply(plane, 6, 7, weight, 20_000, result);

            float[] flat = [.. Enumerable.Repeat(plane.Average(), 42)];
            float[] mixed = [.. result.Select(static (u, i) => u + (i % 3 - 1) * 0.02f)];
            double least = Objective(result, plane, weight);
            return Math.Abs(result.Average() - plane.Average()) < 1e-5
                && least < Objective(plane, plane, weight) + 1e-4
                && least < Objective(flat, plane, weight) + 1e-4
                && least < Objective(mixed, plane, weight) + 1e-4;
        }, iter: 60, seed: "0000KOIPtOE5");

    [Test]
    public void Apply_refuses_what_does_not_fit()
    {
        Assert.That(() => TotalVariationDenoising.Apply(new float[9], 3, 3, 0, 10, new float[9]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => TotalVariationDenoising.Apply(new float[9], 3, 3, 1, 0, new float[9]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static double Objective(float[] u, float[] f, double weight)
    {
        double sum = 0;
        for (int i = 0; i < 42; i++)
        {
            double down = i + 7 < 42 ? u[i + 7] - u[i] : 0;
            double right = i % 7 < 6 ? u[i + 1] - u[i] : 0;
            sum += weight * Math.Sqrt(down * down + right * right) + 0.5 * Math.Pow(u[i] - f[i], 2);
        }

        return sum;
    }
}
