using CsCheck;

namespace AISafety.Statistics.Tests;

/// <summary>The test against a prepared reference is the plain test of two samples, bit for bit.</summary>
public sealed class PreparedKolmogorovSmirnovTests
{
    private const int Longest = 20_000;

    private static readonly string[] _kinds = ["normal", "shifted", "skewed", "heavy", "whole numbers", "mostly zero", "with missing", "with infinities", "constant", "two values", "of the reference"];

    // Lengths of every order of magnitude alike.
    private static readonly Gen<int> _length = Gen.Double[0, 1].Select(share => (int)Math.Pow(Longest, share));

    [Test]
    public void Compute_any_sample_and_reference_equals_the_plain_test() =>
        Gen.Select(_length, _length, Gen.Int[0, _kinds.Length - 1], Gen.Int[0, _kinds.Length - 2], Gen.Int[0, 1 << 20]).Sample(
            (m, n, kind, referenceKind, seed) =>
            {
                Random random = new(seed);
                double[] reference = Draw(_kinds[referenceKind], m, [], random);
                double[] sample = Draw(_kinds[kind], n, reference, random);
                AssertEqual<double>(reference, sample);
                AssertEqual<float>(Array.ConvertAll(reference, static value => (float)value), Array.ConvertAll(sample, static value => (float)value));
            },
            iter: 300);

    [Test]
    public void Compute_a_sample_among_many_others_equals_the_plain_test()
    {
        // Windows of all sizes against one reference, whose cells are made for each size.
        float[] reference = [.. Draw("skewed", 10_000, [], new(1)).Select(static value => (float)value)];
        SortedSample<float> prepared = SortedSample<float>.Of(reference);
        for (int n = 1; n <= Longest; n = (n * 5 / 4) + 1)
        {
            float[] sample = [.. Draw("skewed", n, [], new(n)).Select(static value => (float)value)];

            Assert.That(KolmogorovSmirnov.Compute(prepared, sample, PValueMethod.Asymptotic), Is.EqualTo(KolmogorovSmirnov.Compute<float>(reference, sample, PValueMethod.Asymptotic)), $"{n}");
        }
    }

    [Test]
    public void Compute_more_steps_than_an_int_holds_equals_the_plain_test()
    {
        double[] reference = Draw("normal", 60_000, [], new(1));
        double[] same = Draw("normal", 50_000, [], new(2));
        double[] apart = Draw("shifted", 50_000, [], new(3));
        SortedSample<double> prepared = SortedSample<double>.Of(reference);

        Assert.That(KolmogorovSmirnov.Compute(prepared, same), Is.EqualTo(KolmogorovSmirnov.Compute<double>(reference, same)));
        Assert.That(KolmogorovSmirnov.Compute(prepared, apart), Is.EqualTo(KolmogorovSmirnov.Compute<double>(reference, apart)));
    }

    private static void AssertEqual<T>(T[] reference, T[] sample)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        // The exact p-value takes time in proportion to the product.
        PValueMethod method = (long)reference.Length * sample.Length <= 100_000 ? PValueMethod.Exact : PValueMethod.Asymptotic;
        TwoSampleResult plain = KolmogorovSmirnov.Compute<T>(reference, sample, method);
        TwoSampleResult prepared = KolmogorovSmirnov.Compute(SortedSample<T>.Of(reference), sample, method);

        Assert.That(prepared, Is.EqualTo(plain));
    }

    private static double[] Draw(string kind, int count, double[] reference, Random random)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double normal = Samples.Normal(random);
            values[i] = kind switch
            {
                "shifted" => normal + 0.2,
                "skewed" => Math.Exp(2 * normal),
                "heavy" => normal / Samples.Normal(random),
                "whole numbers" => random.Next(7),
                "mostly zero" => random.NextDouble() < 0.6 ? 0 : Math.Exp(normal),
                "with missing" => random.NextDouble() < 0.2 ? double.NaN : normal,
                "with infinities" => random.Next(10) switch { 0 => double.NegativeInfinity, 1 => double.PositiveInfinity, _ => normal },
                "constant" => 1,
                "two values" => random.Next(2),
                "of the reference" => reference[random.Next(reference.Length)],
                _ => normal,
            };
        }

        // There is a number always.
        values[0] = double.IsNaN(values[0]) ? 0 : values[0];
        return values;
    }
}
