using CsCheck;

namespace AISafety.Statistics.Tests.Images;

public sealed class NonLocalMeansTests
{
    [Test]
    public void Apply_is_the_definition_written_out() =>
        Gen.Select(Gen.Float[0, 1].Array[35], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Double[0.05, 1]).Sample((plane, reach, rim, strength) =>
        {
            float[] result = new float[35];

            NonLocalMeans.Apply(plane, 5, 7, 2 * reach + 1, 2 * rim + 1, strength, result);

            return Enumerable.Range(0, 35).All(i => Math.Abs(result[i] - Reference(plane, i / 7, i % 7, reach, rim, strength)) < 1e-5);
        }, iter: 60, seed: "0000KOIPtOE5");

    [Test]
    public void Apply_great_strength_is_the_plain_mean_of_the_search_window()
    {
        float[] plane = [.. Enumerable.Range(0, 25).Select(static i => i / 25f)];
        float[] result = new float[25];

        NonLocalMeans.Apply(plane, 5, 5, 5, 3, 1e6, result);

        Assert.That(result[12], Is.EqualTo(12 / 25f).Within(1e-6));
        Assert.That(result[0], Is.EqualTo(6 / 25f).Within(1e-6), "the 3 x 3 pixels inside: 0 1 2, 5 6 7, 10 11 12");
    }

    [Test]
    public void Apply_refuses_what_does_not_fit()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => NonLocalMeans.Apply(new float[9], 3, 3, 4, 3, 1, new float[9]), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("odd number, 3 to 51"));
            Assert.That(() => NonLocalMeans.Apply(new float[9], 3, 3, 3, 17, 1, new float[9]), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => NonLocalMeans.Apply(new float[9], 3, 3, 3, 3, double.NaN, new float[9]), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    private static double Reference(float[] plane, int row, int column, int reach, int rim, double strength)
    {
        double sum = 0;
        double weights = 0;
        for (int y = 0; y < 5; y++)
        {
            for (int x = 0; x < 7; x++)
            {
                if (Math.Abs(y - row) <= reach && Math.Abs(x - column) <= reach)
                {
                    double difference = 0;
                    for (int dy = -rim; dy <= rim; dy++)
                    {
                        for (int dx = -rim; dx <= rim; dx++)
                        {
                            difference += Math.Pow(At(row + dy, column + dx) - At(y + dy, x + dx), 2);
                        }
                    }

                    double weight = Math.Exp(-difference / Math.Pow(2 * rim + 1, 2) / (strength * strength));
                    weights += weight;
                    sum += weight * At(y, x);
                }
            }
        }

        return sum / weights;

        double At(int y, int x) => plane[(y < 0 ? -y - 1 : y > 4 ? 9 - y : y) * 7 + (x < 0 ? -x - 1 : x > 6 ? 13 - x : x)];
    }
}
