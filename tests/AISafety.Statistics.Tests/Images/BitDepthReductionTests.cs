using CsCheck;

namespace AISafety.Statistics.Tests.Images;

public sealed class BitDepthReductionTests
{
    [Test]
    public void Apply_gives_the_nearest_shade_and_nothing_new_the_second_time() =>
        Gen.Select(Gen.Float[0, 1].Array[1, 50], Gen.Int[1, 16]).Sample((values, bits) =>
        {
            float[] once = new float[values.Length];
            float[] twice = new float[values.Length];

            BitDepthReduction.Apply(values, bits, once);
            BitDepthReduction.Apply(once, bits, twice);

            float half = 0.5f / ((1 << bits) - 1) + 1e-6f;
            return once.SequenceEqual(twice) && values.Zip(once).All(pair => Math.Abs(pair.First - pair.Second) <= half);
        }, iter: 200, seed: "0000KOIPtOE5");

    [Test]
    public void Apply_refuses_what_does_not_fit()
    {
        Assert.That(() => BitDepthReduction.Apply(new float[2], 17, new float[2]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => BitDepthReduction.Apply(new float[2], 3, new float[3]), Throws.ArgumentException);
    }
}
