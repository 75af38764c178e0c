namespace AISafety.Statistics.Tests.Kernels;

public sealed class PhaseKernelTests
{
    private const int Lanes = 24;

    [TestCase(1e-8)]
    [TestCase(1)]
    [TestCase(50)]
    [TestCase(1e4)]
    [TestCase(1.5e6)]
    [TestCase(1e9)]
    public void AddTo_any_rows_and_offset_equals_sine_and_cosine(double largest)
    {
        Random random = new(3);
        double[] angles = [.. Enumerable.Range(0, 258).Select(_ => largest * (2 * random.NextDouble() - 1)), 0, -0.0, 5e-324, largest, -largest];
        for (int rows = 0; rows <= 10; rows++)
        {
            for (int offset = 0; offset < 8; offset++)
            {
                double[] cosines = new double[Lanes + offset];
                double[] sines = new double[Lanes + offset];
                ReadOnlySpan<double> part = angles.AsSpan(^(rows * Lanes + offset)..).Slice(0, rows * Lanes);
                PhaseKernel.AddTo(part, largest, cosines.AsSpan(offset), sines.AsSpan(offset));
                for (int lane = 0; lane < Lanes; lane++)
                {
                    double cosine = 0;
                    double sine = 0;
                    for (int row = 0; row < rows; row++)
                    {
                        cosine += Math.Cos(part[row * Lanes + lane]);
                        sine += Math.Sin(part[row * Lanes + lane]);
                    }

                    Assert.That(cosines[offset + lane], Is.EqualTo(cosine).Within(3e-16 * (rows + 1)));
                    Assert.That(sines[offset + lane], Is.EqualTo(sine).Within(3e-16 * (rows + 1)));
                }
            }
        }
    }

    [Test]
    public void AddTo_quarter_turns_are_exact_to_a_double()
    {
        double[] angles = [.. Enumerable.Range(-60, 120).Select(quarter => quarter * Math.PI / 2)];
        for (int start = 0; start < angles.Length; start += Lanes)
        {
            double[] cosines = new double[Lanes];
            double[] sines = new double[Lanes];
            PhaseKernel.AddTo(angles.AsSpan(start, Lanes), 100, cosines, sines);
            for (int i = 0; i < Lanes; i++)
            {
                (double sine, double cosine) = Math.SinCos(angles[start + i]);
                Assert.That(cosines[i], Is.EqualTo(cosine).Within(1.2e-16));
                Assert.That(sines[i], Is.EqualTo(sine).Within(1.2e-16));
            }
        }
    }
}
